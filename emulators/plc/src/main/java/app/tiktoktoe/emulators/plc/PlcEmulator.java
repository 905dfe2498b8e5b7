package app.tiktoktoe.emulators.plc;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A PLC directory on the loopback address.
 *
 * <p>Operations are validated as {@code https://plc.directory} validates them, except that nobody
 * is limited in their number. Safe for use by many threads.
 *
 * @see <a href="https://web.plc.directory/spec/v0.1/did-plc">did:plc</a>
 */
public final class PlcEmulator implements AutoCloseable {
  /**
   * Where the emulator listens and what it keeps.
   *
   * @param port TCP port, 0 for any free one
   * @param directory where operations are kept between runs; null keeps them in memory
   * @param clock stamps operations, and decides when the 72 hours of recovery are over
   */
  public record Config(int port, @Nullable Path directory, InstantSource clock) {
    public Config {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must be 0 to 65535: " + port);
      }
    }
  }

  private final HttpServer server;
  private final ExecutorService executor;

  private PlcEmulator(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Listens until it is closed.
   *
   * @throws IOException when the port is taken or the directory cannot be read
   */
  public static PlcEmulator start(Config config) throws IOException {
    Ledger ledger = Ledger.open(config.directory(), config.clock());
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port());
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(executor);
    server.createContext("/", new PlcHandler(ledger));
    server.start();
    return new PlcEmulator(server, executor);
  }

  /** For example {@code http://127.0.0.1:43117}, without a path. */
  public URI endpoint() {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return URI.create("http://" + host + ":" + server.getAddress().getPort());
  }

  /** Frees the port before it returns; open exchanges are cut. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
