package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.emulators.google.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The processes that the functions run in. They can be replaced, as a deployment does. */
final class Hosts implements AutoCloseable {
  private final Path root;
  private final Map<String, List<HostProcess.Placement>> placements;
  private final Map<String, String> environment;
  private final LogLines log;
  private final Consumer<String> onDeath;
  private final Map<HostProcess, String> running = new ConcurrentHashMap<>();
  private final Set<HostProcess> others = ConcurrentHashMap.newKeySet();

  /**
   * Nothing runs yet.
   *
   * @param placements the functions of each process, by the process's name
   * @param onDeath told in one line when a process ends that nobody ended
   */
  Hosts(
      Path root,
      Map<String, List<HostProcess.Placement>> placements,
      Map<String, String> environment,
      LogLines log,
      Consumer<String> onDeath) {
    this.root = root;
    this.placements = new LinkedHashMap<>(placements);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.onDeath = onDeath;
  }

  /**
   * Starts all at once and returns when every function listens.
   *
   * @throws StackFailure when one does not start
   */
  synchronized void start() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> starting = new ArrayList<>();
      placements.forEach((name, placed) -> starting.add(threads.submit(() -> start(name, placed))));
      for (Future<?> start : starting) {
        await(start);
      }
    }
  }

  private void start(String name, List<HostProcess.Placement> placed) {
    HostProcess host = HostProcess.start("host of " + name, root, placed, environment, log);
    running.put(host, name);
    var _ =
        host.onDeath()
            .thenAccept(
                epitaph -> {
                  if (running.containsKey(host)) {
                    onDeath.accept(epitaph);
                  }
                });
  }

  private static void await(Future<?> start) {
    try {
      start.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof StackFailure failure
          ? failure
          : new StackFailure(String.valueOf(cause.getMessage()), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("Interrupted while starting", e);
    }
  }

  /**
   * One more instance of a function, in a process of its own to which no request is routed. Its
   * death is nobody's concern.
   */
  Instance another(FunctionEntry function) {
    HostProcess.Placement placed = new HostProcess.Placement(function, FreePorts.choose());
    HostProcess host =
        HostProcess.start("another " + function.name(), root, List.of(placed), environment, log);
    others.add(host);
    return new Instance(placed.origin(), host.pid());
  }

  /** Where an instance listens, and its process. */
  record Instance(URI origin, long pid) {}

  /**
   * Kills the process of a function (SIGKILL) and starts it again at the same address.
   *
   * @return false when there is none
   */
  synchronized boolean kill(FunctionEntry function) {
    for (Map.Entry<HostProcess, String> entry : running.entrySet()) {
      List<HostProcess.Placement> placed = placements.getOrDefault(entry.getValue(), List.of());
      if (placed.stream().anyMatch(one -> one.function().equals(function))) {
        running.remove(entry.getKey());
        entry.getKey().kill();
        start(entry.getValue(), placed);
        return true;
      }
    }
    return false;
  }

  /** Ends every process and starts it again; the functions remember nothing. */
  synchronized void restart() {
    close();
    start();
  }

  @Override
  public void close() {
    for (HostProcess host : List.copyOf(running.keySet())) {
      running.remove(host);
      host.close();
    }
    others.forEach(HostProcess::close);
    others.clear();
  }
}
