package app.tiktoktoe.emulators.fcm;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@code https://fcm.googleapis.com} on the loopback address and delivers to nobody.
 *
 * <p>Tokens with the prefixes {@code unregistered-}, {@code quota-} and {@code unavailable-} are
 * answered with that error. Safe for use by many threads.
 */
public final class FcmEmulator implements AutoCloseable {
  /**
   * Where the emulator listens and what it keeps.
   *
   * @param port TCP port, 0 for any free one
   * @param directory where accepted messages are kept between runs; null keeps them in memory
   */
  public record Config(int port, @Nullable Path directory) {
    public Config {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must be 0 to 65535: " + port);
      }
    }
  }

  private final HttpServer server;
  private final ExecutorService executor;
  private final MessageLog messages;

  private FcmEmulator(HttpServer server, ExecutorService executor, MessageLog messages) {
    this.server = server;
    this.executor = executor;
    this.messages = messages;
  }

  /**
   * Listens until it is closed.
   *
   * @throws IOException when the port is taken or the directory cannot be read
   */
  public static FcmEmulator start(Config config) throws IOException {
    MessageLog messages = MessageLog.open(config.directory());
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port());
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(executor);
    server.createContext("/", new FcmHandler(messages));
    server.start();
    return new FcmEmulator(server, executor, messages);
  }

  /** For example {@code http://127.0.0.1:43117}, without a path. */
  public URI endpoint() {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return URI.create("http://" + host + ":" + server.getAddress().getPort());
  }

  /**
   * What was accepted, newest last, each as FCM's {@code Message} with the {@code name} that the
   * sender was given.
   */
  public List<JsonNode> messages() {
    return messages.all();
  }

  /** Frees the port before it returns; open exchanges are cut. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
