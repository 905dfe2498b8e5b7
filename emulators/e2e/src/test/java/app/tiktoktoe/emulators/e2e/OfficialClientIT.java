package app.tiktoktoe.emulators.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario of {@code tests/}, in node, against one running stack. */
class OfficialClientIT {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final String NEEDS_CHROMIUM = "page.test.mjs";
  private static StackProcess stack;

  @BeforeAll
  static void start() throws Exception {
    passes("npm-ci", List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"), "");
    stack = StackProcess.ready(StackProcess.freePort(), "--no-demo", "--limits", "off");
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  static List<String> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(PROJECT.resolve("tests"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".test.mjs"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void passes(String scenario) throws Exception {
    Assumptions.assumeTrue(
        !scenario.equals(NEEDS_CHROMIUM) || Files.isExecutable(Path.of("/usr/bin/chromium")),
        scenario + " needs Chromium: apt-get install chromium");
    passes(scenario, List.of("node", "--test", "tests/" + scenario), stack.address().toString());
  }

  private static void passes(String name, List<String> command, String address) throws Exception {
    Path output = PROJECT.resolve("target/" + name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(PROJECT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Files.createDirectories(output.getParent()).resolve(output).toFile());
    builder.environment().put("BASE_URL", address);
    int exitCode = builder.start().waitFor();
    assertEquals(0, exitCode, name + " failed:\n" + Files.readString(output));
  }
}
