package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackOptionsTest {
  @Test
  void nothingGivesTheDefaults() {
    assertEquals(
        new StackOptions(
            8080, true, Optional.empty(), List.of(), true, true, true, true, true, false),
        StackOptions.parse(List.of()));
  }

  @Test
  void readsEveryOption() {
    assertEquals(
        new StackOptions(
            65535,
            false,
            Optional.of(Path.of("state").toAbsolutePath()),
            List.of("feed", "auth"),
            false,
            false,
            false,
            false,
            false,
            true),
        StackOptions.parse(
            List.of(
                "--limits",
                "off",
                "--backoff",
                "off",
                "--traces",
                "off",
                "--checks",
                "off",
                "--deliver",
                "off",
                "--isolate",
                "feed",
                "--port",
                "65535",
                "--no-demo",
                "--data",
                "state",
                "--isolate",
                "auth",
                "--help")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --port               | --port needs a value; see --help
          --port 0             | --port 0 is not in 1..65535
          --port 65536         | --port 65536 is not in 1..65535
          --port -1            | --port -1 is not in 1..65535
          --port 80x           | --port 80x is not in 1..65535
          --port 99999999999   | --port 99999999999 is not in 1..65535
          --port 080           | --port 080 is not in 1..65535
          --data               | --data needs a value; see --help
          --data --no-demo     | --data needs a value; see --help
          --isolate --port 1   | --isolate needs a value; see --help
          --limits             | --limits needs a value; see --help
          --limits yes         | --limits yes is neither on nor off
          --backoff 1          | --backoff 1 is neither on nor off
          --demo               | Unknown option --demo; see --help
          feed                 | Unknown option feed; see --help
          --no-demo --what     | Unknown option --what; see --help
          """)
  void namesWhatIsWrong(String line, String message) {
    StackFailure failure =
        assertThrows(StackFailure.class, () -> StackOptions.parse(List.of(line.split(" ", -1))));
    assertEquals(message, failure.getMessage());
  }

  @Test
  void anEmptyFolderIsNoFolder() {
    StackFailure failure =
        assertThrows(StackFailure.class, () -> StackOptions.parse(List.of("--data", "")));
    assertEquals("--data needs a value; see --help", failure.getMessage());
  }
}
