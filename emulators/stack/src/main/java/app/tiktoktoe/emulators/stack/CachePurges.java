package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands in for the one method of Compute Engine that makes a cache forget, and keeps what it was
 * asked. The gateway caches nothing. Thread-safe.
 */
final class CachePurges implements Gateway.Extra, AutoCloseable {
  /** The URL map that it knows. */
  static final String URL_MAP = "https";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METHOD = "/global/urlMaps/" + URL_MAP + "/invalidateCache";

  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private CachePurges(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/compute/v1/projects/", this::invalidate);
  }

  /** Listens on any free port of the loopback address until it is closed. */
  static CachePurges start() throws IOException {
    CachePurges purges =
        new CachePurges(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    purges.server.start();
    return purges;
  }

  /** For example {@code http://127.0.0.1:43117}, without a path. */
  URI endpoint() {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return URI.create("http://" + host + ":" + server.getAddress().getPort());
  }

  private void invalidate(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = JSON.readTree(exchange.getRequestBody()).path("path").asText();
      boolean isKnown =
          exchange.getRequestMethod().equals("POST")
              && exchange.getRequestURI().getPath().endsWith(METHOD);
      if (!isKnown || !path.startsWith("/")) {
        Answers.error(exchange, isKnown ? 400 : 404, "invalid", "not an invalidation");
        return;
      }
      paths.add(path);
      Answers.json(
          exchange,
          200,
          JsonNodeFactory.instance
              .objectNode()
              .put("kind", "compute#operation")
              .put("operationType", "invalidateCache")
              .put("status", "RUNNING"));
    }
  }

  /** Shows at {@code /_dev/purges} which paths were asked to be forgotten, newest last. */
  @Override
  public boolean answer(HttpExchange exchange, String rawPath) throws IOException {
    if (!(exchange.getRequestMethod() + " " + rawPath).equals("GET /_dev/purges")) {
      return false;
    }
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    paths.forEach(all::add);
    Answers.json(exchange, 200, all);
    return true;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
