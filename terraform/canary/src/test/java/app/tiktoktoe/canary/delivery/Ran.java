package app.tiktoktoe.canary.delivery;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A program that has ended; what it wrote to both streams. */
record Ran(int exitCode, String output) {
  static Ran in(Path folder, List<String> command) throws IOException, InterruptedException {
    return in(folder, command, Map.of());
  }

  static Ran in(Path folder, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  static boolean isOnThePath(String program) {
    return Arrays.stream(path().split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  static String path() {
    return new ProcessBuilder().environment().getOrDefault("PATH", "");
  }
}
