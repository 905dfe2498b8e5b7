package app.tiktoktoe.emulators.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one public address: routes as the catalogue says, answers OPTIONS, adds CORS headers to every
 * answer, and serves the page and the developer's endpoints. The port is taken at once; nothing is
 * answered before {@link #serve}. Thread-safe.
 */
final class Gateway implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int CLOSING_SECONDS = 1;

  /** Answers what no route of the catalogue does; returns whether it did. */
  @FunctionalInterface
  interface Extra {
    boolean answer(HttpExchange exchange, String rawPath) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Forwarder forwarder = new Forwarder();

  private Gateway(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
  }

  /**
   * Takes the port on the loopback address, 0 for any free one.
   *
   * @throws StackFailure when it is taken
   */
  static Gateway bind(int port) {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      return new Gateway(
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG));
    } catch (BindException e) {
      throw new StackFailure("Port " + port + " is taken; choose another with --port", e);
    } catch (IOException e) {
      throw new StackFailure("Port " + port + " cannot be used: " + e.getMessage(), e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Begins to answer. */
  void serve(Routes routes, Extra extra) {
    server.createContext("/", exchange -> handle(exchange, routes, extra));
    server.start();
  }

  private void handle(HttpExchange exchange, Routes routes, Extra extra) throws IOException {
    try (exchange) {
      try {
        answer(exchange, routes, extra);
      } catch (RuntimeException e) {
        if (exchange.getResponseCode() >= 0) {
          throw e;
        }
        Answers.error(exchange, 500, "InternalServerError", "The gateway failed: " + e);
      }
    }
  }

  private void answer(HttpExchange exchange, Routes routes, Extra extra) throws IOException {
    if (exchange.getRequestMethod().equals("OPTIONS")) {
      Answers.preflight(exchange);
      return;
    }
    String path = exchange.getRequestURI().getRawPath();
    List<String> named = exchange.getRequestHeaders().getOrDefault("atproto-proxy", List.of());
    switch (routes.find(path, String.join(", ", named))) {
      case Routes.Target.Function function -> forwarder.toFunction(exchange, function);
      case Routes.Target.PublicObject object -> forwarder.toObject(exchange, object);
      case Routes.Target.UnknownMethod _ ->
          Answers.error(exchange, 501, "MethodNotImplemented", "Method Not Implemented");
      case Routes.Target.Unknown _ -> {
        if (!extra.answer(exchange, path)) {
          Answers.error(exchange, 404, "NotFound", "No such path");
        }
      }
    }
  }

  @Override
  public void close() {
    server.stop(CLOSING_SECONDS);
    threads.shutdownNow();
    forwarder.close();
  }
}
