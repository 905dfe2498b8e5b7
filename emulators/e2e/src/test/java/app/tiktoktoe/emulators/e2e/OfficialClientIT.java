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
    assertEquals(
        0, run(List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"), ""), "npm ci");
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
    assertEquals(
        0,
        run(List.of("node", "--test", "tests/" + scenario), stack.address().toString()),
        () -> scenario + " failed; the stack said:\n" + stack.output());
  }

  private static int run(List<String> command, String address) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(PROJECT.toFile()).inheritIO();
    builder.environment().put("BASE_URL", address);
    return builder.start().waitFor();
  }
}
