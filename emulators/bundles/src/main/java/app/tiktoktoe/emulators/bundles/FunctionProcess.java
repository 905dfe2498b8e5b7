package app.tiktoktoe.emulators.bundles;

import app.tiktoktoe.emulators.google.ChildProcess;
import app.tiktoktoe.emulators.google.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A function in a process of its own, told its port by {@code PORT} as in the cloud. Thread-safe.
 */
public final class FunctionProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final int PAUSE_MS = 2;

  private final ChildProcess child;
  private final int port;
  private final List<String> lines;

  private FunctionProcess(ChildProcess child, int port, List<String> lines) {
    this.child = child;
    this.port = port;
    this.lines = lines;
  }

  /**
   * Starts {@code command} in {@code folder} on any free port and returns at once.
   *
   * @param environment beside {@code PORT}
   */
  public static FunctionProcess start(
      String name, List<String> command, Path folder, Map<String, String> environment) {
    int port = FreePorts.choose();
    List<String> lines = new CopyOnWriteArrayList<>();
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("PORT", Integer.toString(port));
    variables.put("FUNCTION_SIGNATURE_TYPE", "http");
    List<String> inFolder = new ArrayList<>(List.of("/usr/bin/env", "-C", folder.toString()));
    inFolder.addAll(command);
    return new FunctionProcess(
        ChildProcess.start(name, inFolder, variables, lines::add), port, lines);
  }

  /**
   * Waits until the port takes connections.
   *
   * @throws IllegalStateException with what it printed when it ends, or does not within a minute
   */
  public FunctionProcess listening() throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!connects()) {
      if (!child.isAlive() || System.nanoTime() > end) {
        child.close();
        throw new IllegalStateException(
            child.epitaph() + "\n" + String.join("\n", child.lastLines()));
      }
      Thread.sleep(PAUSE_MS);
    }
    return this;
  }

  private boolean connects() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return child.isAlive();
  }

  /** Its address. */
  public URI origin() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Everything that it has printed so far, line by line. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Whether it has printed, or prints within {@code limit}, a line that {@code wanted} accepts. */
  public boolean prints(Predicate<String> wanted, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (lines.stream().noneMatch(wanted)) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(PAUSE_MS);
    }
    return true;
  }

  /** Sends SIGTERM to the JVM, below whatever wraps it, and does not wait. */
  public void terminate() {
    ProcessHandle.of(child.pid()).stream()
        .flatMap(started -> Stream.concat(Stream.of(started), started.descendants()))
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .forEach(ProcessHandle::destroy);
  }

  /**
   * Waits for the end.
   *
   * @return the exit code
   * @throws IllegalStateException when it still runs after {@code limit}
   */
  public int exitCode(Duration limit) throws InterruptedException {
    try {
      return child.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(child.name() + " still runs after " + limit, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
