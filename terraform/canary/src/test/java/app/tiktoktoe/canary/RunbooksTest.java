package app.tiktoktoe.canary;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runbooks say to the canary is what it understands. */
class RunbooksTest {
  private static final Path RUNBOOKS = Path.of("../runbooks");
  private static final Pattern COMMAND = Pattern.compile("(?m)^java -jar \\S+canary\\.jar (.*)$");

  @Test
  void everyCommandOfTheRunbooksIsUnderstood(@TempDir Path folder) throws IOException {
    Path services = Files.writeString(folder.resolve("services.json"), "{}");
    List<String> commands = new ArrayList<>();
    try (Stream<Path> pages = Files.list(RUNBOOKS)) {
      for (Path page : pages.filter(file -> file.toString().endsWith(".md")).toList()) {
        Matcher matcher = COMMAND.matcher(Files.readString(page));
        while (matcher.find()) {
          commands.add(matcher.group(1));
        }
      }
    }
    assertTrue(commands.size() >= 3, commands::toString);
    for (String command : commands) {
      String line =
          command
              .replace("services.json", services.toString())
              .replace("$SERVICE", "feed")
              .replace("$REVISION", "feed-00001-abc")
              .replace("$REGION", "europe-west1")
              .replace("$PROJECT", "tiktoktoe-prod")
              .replace("\"", "");
      assertDoesNotThrow(
          () -> {
            Options options = Options.parse(List.of(line.split(" ", -1)));
            assertTrue(Options.USAGE.contains("\n" + options.command() + " "), line);
            Release release = Release.of(options);
            release.pace();
            release.candidates();
            release.services().forEach(release::to);
          },
          line);
    }
  }
}
