package app.tiktoktoe.emulators.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands in for {@code https://api.sendgrid.com} on the loopback address and delivers to nobody: it
 * keeps the mails of this run in memory.
 *
 * <p>A mail to an address that begins with {@code busy-} is answered with 429, one to {@code
 * refused-} with 400. Safe for use by many threads.
 */
public final class MailEmulator implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService executor;
  private final MailHandler handler;

  private MailEmulator(HttpServer server, ExecutorService executor, MailHandler handler) {
    this.server = server;
    this.executor = executor;
    this.handler = handler;
  }

  /**
   * Listens until it is closed.
   *
   * @param port TCP port, 0 for any free one
   * @throws IOException when the port is taken
   */
  public static MailEmulator start(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    MailHandler handler = new MailHandler();
    server.setExecutor(executor);
    server.createContext("/", handler);
    server.start();
    return new MailEmulator(server, executor, handler);
  }

  /** For example {@code http://127.0.0.1:43117}, without a path. */
  public URI endpoint() {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return URI.create("http://" + host + ":" + server.getAddress().getPort());
  }

  /** What was accepted, newest last, each {@code {to, from, subject, text, html}}. */
  public List<JsonNode> mails() {
    return handler.mails();
  }

  /** Frees the port before it returns; open exchanges are cut. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
