package app.tiktoktoe.emulators.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Scenarios in node. What one printed is in {@code target/NAME.log}. Stateless. */
final class NodeScenario {
  private static final Path PROJECT = Path.of("").toAbsolutePath();

  private NodeScenario() {}

  /** Fetches what the scenarios import. */
  static void install() throws IOException, InterruptedException {
    run("npm-ci", List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"), "");
  }

  /**
   * Runs {@code folder/name} against a stack, which must pass, and returns what it printed.
   *
   * @param folder a folder of this module
   */
  static String passes(String folder, String name, URI stack)
      throws IOException, InterruptedException {
    return run(name, List.of("node", "--test", folder + "/" + name), stack.toString());
  }

  private static String run(String name, List<String> command, String address)
      throws IOException, InterruptedException {
    Path output = PROJECT.resolve("target/" + name + ".log");
    Files.createDirectories(output.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(PROJECT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("BASE_URL", address);
    int exitCode = builder.start().waitFor();
    String printed = Files.readString(output);
    assertEquals(0, exitCode, name + " failed:\n" + printed);
    return printed;
  }
}
