package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.emulators.google.ChildProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of the function host, with one or more functions in it. Thread-safe. */
final class HostProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String MAIN_CLASS = "app.tiktoktoe.emulators.host.FunctionHost";

  private final ChildProcess child;

  private HostProcess(ChildProcess child) {
    this.child = child;
  }

  /** A function and the port it gets. */
  record Placement(FunctionEntry function, int port) {
    URI origin() {
      return URI.create("http://127.0.0.1:" + port);
    }
  }

  /**
   * Starts the process and waits until every function listens.
   *
   * @param root the folder of the root pom
   * @throws StackFailure when a function does not start
   */
  static HostProcess start(
      String name,
      Path root,
      List<Placement> placements,
      Map<String, String> environment,
      LogLines log) {
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    ChildProcess child =
        ChildProcess.start(
            name,
            command(root, placements),
            environment,
            line -> {
              if (line.equals("host ready")) {
                ready.complete(true);
              } else {
                log.printed(name, line);
              }
            });
    var _ = child.onExit().thenAccept(_ -> ready.complete(false));
    HostProcess host = new HostProcess(child);
    host.await(ready);
    return host;
  }

  private static List<String> command(Path root, List<Placement> placements) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ChildProcess.java().toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                root.resolve("emulators/host/target/bundle/host.jar").toString(),
                MAIN_CLASS));
    for (Placement placement : placements) {
      FunctionEntry function = placement.function();
      Path bundle = root.resolve("functions").resolve(function.name()).resolve("target/bundle");
      command.add(
          String.join(
              "=",
              function.name(),
              Integer.toString(placement.port()),
              bundle.toString(),
              function.entryClass()));
    }
    return command;
  }

  private void await(CompletableFuture<Boolean> ready) {
    try {
      if (!ready.get(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        child.close();
        throw new StackFailure(child.epitaph());
      }
    } catch (TimeoutException e) {
      child.close();
      throw new StackFailure(child.name() + " was not ready in " + LIMIT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      child.close();
      Thread.currentThread().interrupt();
      throw new StackFailure("Interrupted while starting " + child.name(), e);
    }
  }

  /** Completes with one line about it when the process ends. */
  CompletableFuture<String> onDeath() {
    return child.onExit().thenApply(_ -> child.epitaph());
  }

  long pid() {
    return child.pid();
  }

  /** Gives it no time for anything, and returns when it is dead. */
  void kill() {
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
    onDeath().join();
  }

  @Override
  public void close() {
    child.close();
  }
}
