package app.tiktoktoe.emulators.google;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The official Pub/Sub emulator (gRPC and REST on one port) in a child process. Topics,
 * subscriptions and messages live in memory only. Thread-safe.
 */
public final class PubSubEmulator implements AutoCloseable {
  private final ChildProcess child;
  private final String hostPort;

  private PubSubEmulator(ChildProcess child, String hostPort) {
    this.child = child;
    this.hostPort = hostPort;
  }

  /**
   * How to start it.
   *
   * @param port the port on 127.0.0.1, 0 for any free one
   * @param output receives each line that the emulator prints
   */
  public record Options(int port, Consumer<String> output) {
    /** Any free port, the output dropped. */
    public static Options anyPort() {
      return new Options(0, line -> {});
    }
  }

  /**
   * Starts the emulator and waits until it answers.
   *
   * @throws EmulatorMissingException when it is not on this machine
   * @throws EmulatorStartException when it does not come up, for instance because the port is taken
   */
  public static PubSubEmulator start(EmulatorLocator locator, Options options) {
    int port = FreePorts.free(options.port(), "Pub/Sub emulator");
    List<String> command =
        List.of(
            ChildProcess.java().toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            locator.pubSubJar().toString(),
            "--host=127.0.0.1",
            "--port=" + port);
    ChildProcess child =
        ChildProcess.start("Pub/Sub emulator", command, Map.of(), options.output());
    return ready(child, "127.0.0.1:" + port);
  }

  private static PubSubEmulator ready(ChildProcess child, String hostPort) {
    try {
      Readiness.await(child, hostPort);
      return new PubSubEmulator(child, hostPort);
    } catch (EmulatorStartException e) {
      child.close();
      throw e;
    }
  }

  /** Starts the emulator of this machine on any free port. */
  public static PubSubEmulator start() {
    return start(new EmulatorLocator(System.getenv()), Options.anyPort());
  }

  /** The address for {@code PUBSUB_EMULATOR_HOST}, for example {@code 127.0.0.1:41232}. */
  public String hostPort() {
    return hostPort;
  }

  /** The process id. */
  public long pid() {
    return child.pid();
  }

  /** Completes with the exit code when the process ends, for whatever reason. */
  public CompletableFuture<Integer> onExit() {
    return child.onExit();
  }

  @Override
  public void close() {
    child.close();
  }
}
