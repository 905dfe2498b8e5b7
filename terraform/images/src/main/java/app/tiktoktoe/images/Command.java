package app.tiktoktoe.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program of this machine to its end. Stateless. */
final class Command {
  private Command() {}

  /**
   * Runs it.
   *
   * @return what it printed
   * @throws IllegalStateException with what it printed when its exit code is not 0
   */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "%s ended with %d: %s".formatted(command.getFirst(), code, printed));
    }
    return printed;
  }

  /** Whether it can be run and ends well. */
  static boolean works(List<String> command) throws InterruptedException {
    try {
      run(command);
      return true;
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }
}
