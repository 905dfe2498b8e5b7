package app.tiktoktoe.emulators.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds what ffmpeg is locked in by: {@code SANDBOX}, else the system's bubblewrap where this
 * machine allows its namespaces, else nothing but limits. Stateless.
 */
final class DecoderSandbox {
  private static final String NONE = "none";

  private DecoderSandbox() {}

  /**
   * The value of {@code SANDBOX} for {@code media}.
   *
   * @param out is told when there is none
   */
  static String find(Map<String, String> environment, Consumer<String> out) {
    String given = environment.get("SANDBOX");
    if (given != null) {
      return given;
    }
    for (String part : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path candidate = Path.of(part, "bwrap");
      if (!part.isEmpty() && Files.isExecutable(candidate) && works(candidate)) {
        return candidate.toAbsolutePath().toString();
      }
    }
    out.accept("ffmpeg runs without a sandbox: no bubblewrap that works here");
    return NONE;
  }

  /** The filter of system calls is for x86-64; containers and distributions may forbid the rest. */
  private static boolean works(Path bubblewrap) {
    if (!System.getProperty("os.arch").equals("amd64")) {
      return false;
    }
    List<String> command =
        List.of(
            bubblewrap.toString(),
            "--unshare-user",
            "--unshare-net",
            "--ro-bind",
            "/",
            "/",
            "true");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("Interrupted while bubblewrap was tried", e);
    }
  }
}
