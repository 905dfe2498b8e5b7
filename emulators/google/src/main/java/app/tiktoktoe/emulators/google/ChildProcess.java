package app.tiktoktoe.emulators.google;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A child process that cannot outlive this one: a small shell beside it holds a pipe from here and
 * ends the child when the pipe closes, which also happens when this process is killed with SIGKILL.
 * The child ignores SIGINT, so that Ctrl-C in a terminal lets the parent stop its children in
 * order. POSIX only.
 *
 * <p>Thread-safe. {@link #close()} sends SIGTERM, waits, then SIGKILL.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int KEPT_LINES = 40;

  private static final String WATCHED =
      """
      exec 3<&0
      child=$$
      (
        trap '' INT TERM HUP
        cat <&3 >/dev/null
        kill -TERM $child || exit 0
        i=0
        while [ $i -lt 100 ]; do sleep 0.1; kill -0 $child || exit 0; i=$((i + 1)); done
        kill -KILL $child
      ) >/dev/null 2>&1 &
      exec 3<&-
      trap '' INT
      exec "$@" </dev/null
      """;

  private final String name;
  private final Process process;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final Thread reader;

  private ChildProcess(String name, Process process, Consumer<String> output) {
    this.name = name;
    this.process = process;
    this.reader = Thread.ofVirtual().name(name + "-output").start(() -> read(output));
  }

  /**
   * Starts {@code command} with {@code environment} added to this process's own; each line it
   * prints, on stdout or stderr, goes to {@code output}, on a thread of its own.
   *
   * @throws EmulatorStartException when the command cannot be run
   */
  public static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Consumer<String> output) {
    List<String> watched = new ArrayList<>(List.of("/bin/sh", "-c", WATCHED, name));
    watched.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(watched).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new ChildProcess(name, builder.start(), output);
    } catch (IOException e) {
      throw new EmulatorStartException("Cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /** The {@code java} that runs this process. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private void read(Consumer<String> output) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line);
        output.accept(line);
      }
    } catch (IOException e) {
      keep("output lost: " + e.getMessage());
    }
  }

  private synchronized void keep(String line) {
    if (lastLines.size() == KEPT_LINES) {
      lastLines.removeFirst();
    }
    lastLines.addLast(line);
  }

  /** The name it was started with. */
  public String name() {
    return name;
  }

  /** The process id of the child itself. */
  public long pid() {
    return process.pid();
  }

  /** Whether the child still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit code when the child ends, for whatever reason. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** The last lines that it printed, at most 40, oldest first. */
  public synchronized List<String> lastLines() {
    return List.copyOf(lastLines);
  }

  /** One line about how the child ended: its exit code and the last line it printed. */
  public String epitaph() {
    String last = lastLines().isEmpty() ? "it printed nothing" : lastLines().getLast();
    return process.isAlive()
        ? name + " is running; last line: " + last
        : name + " ended with exit code " + process.exitValue() + "; last line: " + last;
  }

  /** Ends the child with SIGKILL and returns at once, as a crash would. */
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    // Process.destroy would also close the pipe that the child's last lines may still be in.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      reader.join(GRACE);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
