package app.tiktoktoe.emulators.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Finds ffmpeg: {@code FFMPEG}, else the system's, else the static Linux build (GPL) that lies on
 * this class path. Stateless.
 */
final class Ffmpeg {
  private static final String RESOURCE = "/ws/schild/jave/nativebin/ffmpeg-amd64";

  private Ffmpeg() {}

  /**
   * The program's path; the static build is copied to {@code folder} first.
   *
   * @throws StackFailure when there is none for this machine
   */
  static Path find(Map<String, String> environment, Path folder) {
    String given = environment.get("FFMPEG");
    if (given != null) {
      if (!Files.isExecutable(Path.of(given))) {
        throw new StackFailure("FFMPEG names " + given + ", which cannot be run");
      }
      return Path.of(given);
    }
    for (String part : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path candidate = Path.of(part, "ffmpeg");
      if (!part.isEmpty() && Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    return extract(folder);
  }

  private static Path extract(Path folder) {
    boolean fits =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    try (InputStream in = Ffmpeg.class.getResourceAsStream(RESOURCE)) {
      if (in == null || !fits) {
        throw new StackFailure("No ffmpeg found: install it, or set FFMPEG to its path");
      }
      Path program = folder.resolve("ffmpeg");
      Files.createDirectories(folder);
      Files.copy(in, program, StandardCopyOption.REPLACE_EXISTING);
      if (!program.toFile().setExecutable(true)) {
        throw new StackFailure("Cannot make " + program + " executable");
      }
      return program;
    } catch (IOException e) {
      throw new StackFailure("ffmpeg cannot be copied to " + folder + ": " + e.getMessage(), e);
    }
  }
}
