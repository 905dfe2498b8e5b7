package app.tiktoktoe.functions.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs one ffmpeg, version 4.4 or later, as a child that can do little harm: an empty environment,
 * a folder of its own, no standard input, and limits on wall time, processor time, address space
 * and the size of every file it writes. Thread-safe.
 */
final class Ffmpeg {
  private static final long ADDRESS_SPACE_KIB = 3L * 1024 * 1024;
  private static final long FILE_BLOCKS = 1024L * 1024 * 1024 / 512;
  private static final int MAX_MESSAGE_CHARS = 256 * 1024;
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);

  private final Path binary;
  private volatile boolean checked;

  /** Takes the path; whether it is ffmpeg is found out at the first run. */
  Ffmpeg(Path binary) {
    this.binary = binary.toAbsolutePath();
  }

  /**
   * How a run ended.
   *
   * @param exit its exit code; above 128 a signal ended it
   * @param timedOut whether it was killed because its time was up
   * @param messages what it wrote to standard error, the first 256 Ki characters
   */
  record Run(int exit, boolean timedOut, String messages) {
    boolean succeeded() {
      return exit == 0 && !timedOut;
    }
  }

  /**
   * Runs ffmpeg in {@code folder}.
   *
   * @param arguments without those that every run has
   * @param lines takes each line of standard output, on a thread of its own; what it throws ends
   *     the run and is thrown here
   */
  Run run(Path folder, List<String> arguments, Duration limit, Consumer<String> lines)
      throws IOException {
    check();
    List<String> all = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-y"));
    all.addAll(arguments);
    return start(folder, all, limit, lines);
  }

  private void check() throws IOException {
    if (checked) {
      return;
    }
    if (!Files.isExecutable(binary)) {
      throw new IllegalStateException(
          "FFMPEG must be the path of an ffmpeg 4.4 or later, and is " + binary);
    }
    List<String> first = new ArrayList<>();
    Run run = start(Path.of("/"), List.of("-version"), VERSION_LIMIT, first::add);
    if (!run.succeeded() || first.isEmpty() || !first.getFirst().startsWith("ffmpeg version")) {
      throw new IllegalStateException("FFMPEG names " + binary + ", which is not ffmpeg");
    }
    checked = true;
  }

  private Run start(Path folder, List<String> arguments, Duration limit, Consumer<String> lines)
      throws IOException {
    String limits =
        "ulimit -c 0; ulimit -t %d; ulimit -v %d; ulimit -f %d; exec \"$0\" \"$@\""
            .formatted(Math.max(1, 2 * limit.toSeconds()), ADDRESS_SPACE_KIB, FILE_BLOCKS);
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", limits, binary.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().clear();
    Process process = builder.start();
    try {
      return await(process, limit, lines);
    } finally {
      end(process);
    }
  }

  private static Run await(Process process, Duration limit, Consumer<String> lines)
      throws IOException {
    CompletableFuture<String> messages = new CompletableFuture<>();
    CompletableFuture<Boolean> output = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> settle(messages, () -> head(process.getErrorStream())));
    Thread.ofVirtual().start(() -> settle(output, () -> forward(process, lines)));
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      output.join();
      return new Run(process.exitValue(), !ended, messages.join());
    } catch (CompletionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static RuntimeException unwrapped(CompletionException e) throws IOException {
    return switch (e.getCause()) {
      case IOException fault -> throw fault;
      case RuntimeException fault -> fault;
      case null, default -> e;
    };
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> void settle(CompletableFuture<T> future, Reading<T> reading) {
    try {
      future.complete(reading.read());
    } catch (IOException | RuntimeException e) {
      future.completeExceptionally(e);
    }
  }

  private static String head(InputStream in) throws IOException {
    try (var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      StringBuilder text = new StringBuilder();
      char[] buffer = new char[8192];
      for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
        text.append(buffer, 0, Math.min(count, MAX_MESSAGE_CHARS - text.length()));
      }
      return text.toString();
    }
  }

  private static boolean forward(Process process, Consumer<String> lines) throws IOException {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.accept(line);
      }
      return true;
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Leaves no process and no zombie behind, whatever happened. */
  private static void end(Process process) {
    if (process.isAlive()) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
