package app.tiktoktoe.emulators.e2e;

import app.tiktoktoe.emulators.google.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario of {@code tests/}, in node, against one running stack. */
class OfficialClientIT {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Set<String> NEED_CHROMIUM =
      Set.of(
          "docs.test.mjs",
          "oauth.test.mjs",
          "page.test.mjs",
          "playback.test.mjs",
          "playground.test.mjs");
  private static StackProcess stack;

  @BeforeAll
  static void start() throws Exception {
    NodeScenario.install();
    stack = StackProcess.ready(FreePorts.choose(), "--no-demo", "--limits", "off");
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
        !NEED_CHROMIUM.contains(scenario) || Files.isExecutable(Path.of("/usr/bin/chromium")),
        scenario + " needs Chromium: apt-get install chromium");
    NodeScenario.passes("tests", scenario, stack.address());
  }
}
