package app.tiktoktoe.emulators.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** {@code emulators/start} as a person runs it. */
final class StackProcess implements AutoCloseable {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Duration START = Duration.ofMinutes(3);

  private final Process process;
  private final int port;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private StackProcess(Process process, int port) {
    this.process = process;
    this.port = port;
    this.reader = Thread.ofVirtual().start(this::readLines);
  }

  /** Runs the script on {@code port} and does not wait. */
  static StackProcess launch(int port, String... options) throws IOException {
    return launch(Map.of(), port, options);
  }

  private static StackProcess launch(Map<String, String> more, int port, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("emulators/start").toString());
    command.add("--port");
    command.add(Integer.toString(port));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
    builder.environment().putAll(more);
    return new StackProcess(builder.start(), port);
  }

  /** Runs the script and waits for its last line. */
  static StackProcess ready(int port, String... options) throws Exception {
    return ready(Map.of(), port, options);
  }

  /** The same with {@code more} in the script's environment. */
  static StackProcess ready(Map<String, String> more, int port, String... options)
      throws Exception {
    StackProcess stack = launch(more, port, options);
    long end = System.nanoTime() + START.toNanos();
    while (stack.lines.stream().noneMatch(line -> line.startsWith("ready http"))) {
      if (!stack.process.isAlive() || System.nanoTime() > end) {
        stack.close();
        throw new IllegalStateException("not ready:\n" + stack.output());
      }
      Thread.sleep(50);
    }
    return stack;
  }

  private void readLines() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      in.lines().forEach(lines::add);
    } catch (UncheckedIOException | IOException e) {
      lines.add("(output ended: " + e.getMessage() + ")");
    }
  }

  String output() {
    return String.join("\n", lines);
  }

  URI address() {
    return URI.create("http://localhost:" + port);
  }

  /** The child process whose command line has {@code text}. */
  ProcessHandle child(String text) {
    return process
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no child with " + text + " among " + commandLines() + "\n" + output()));
  }

  private List<String> commandLines() {
    return process.descendants().map(child -> child.pid() + " " + child.info()).toList();
  }

  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** Waits for the end and returns the exit code. */
  int exitCode(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("still running:\n" + output());
    }
    reader.join();
    return process.exitValue();
  }

  /** What Ctrl-C and a service manager do. */
  void terminate() {
    process.destroy();
  }

  @Override
  public void close() {
    List<ProcessHandle> children = descendants();
    process.destroy();
    try {
      if (process.waitFor(30, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
