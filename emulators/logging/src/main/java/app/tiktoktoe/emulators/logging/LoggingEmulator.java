package app.tiktoktoe.emulators.logging;

import com.google.logging.v2.LogEntry;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Cloud Logging that listens on the loopback address without TLS or credentials.
 *
 * <p>Writes, lists and deletes entries; every other method answers {@code UNIMPLEMENTED}. Entries
 * are kept until they are deleted. Safe for use by many threads.
 */
public final class LoggingEmulator implements AutoCloseable {
  /**
   * Where the emulator listens and what it keeps.
   *
   * @param port TCP port, 0 for any free one
   * @param directory where entries are kept between runs; null keeps them in memory
   * @param clock stamps the receipt of entries, and those that come without a time
   */
  public record Config(int port, @Nullable Path directory, InstantSource clock) {
    public Config {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must be 0 to 65535: " + port);
      }
    }
  }

  private final Server server;
  private final EntryStore store;

  private LoggingEmulator(Server server, EntryStore store) {
    this.server = server;
    this.store = store;
  }

  /**
   * Listens until it is closed.
   *
   * @throws IOException when the port is taken or the directory cannot be read
   */
  public static LoggingEmulator start(Config config) throws IOException {
    EntryStore store = EntryStore.open(config.directory());
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port());
    Server server =
        NettyServerBuilder.forAddress(address)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .addService(new LoggingService(store, config.clock()))
            .build();
    return new LoggingEmulator(server.start(), store);
  }

  /** For example {@code 127.0.0.1:43117}, as a gRPC channel's target. */
  public String hostPort() {
    return InetAddress.getLoopbackAddress().getHostAddress() + ":" + server.getPort();
  }

  /** Every entry in the order of arrival, with what the request's defaults added to it. */
  public List<LogEntry> entries() {
    return store.all();
  }

  /** Ends open calls and frees the port before it returns. */
  @Override
  public void close() {
    server.shutdownNow();
    try {
      if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server did not stop within 10 s");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
