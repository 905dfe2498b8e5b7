package app.tiktoktoe.accounts;

import app.tiktoktoe.outbound.GuardedHttp;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Hosts of other people, which a test fills with pages. */
final class Elsewhere implements AutoCloseable {
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final GuardedHttp http;

  Elsewhere(String... hosts) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          String page = exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI();
          String body = pages.getOrDefault(page, "");
          exchange.sendResponseHeaders(body.isEmpty() ? 404 : 200, 0);
          exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    URI origin = URI.create("http://localhost:" + server.getAddress().getPort());
    http =
        new GuardedHttp(
            Arrays.stream(hosts).collect(Collectors.toMap(Function.identity(), _ -> origin)));
  }

  GuardedHttp http() {
    return http;
  }

  /** Puts a page, such as {@code other.test/.well-known/atproto-did}. */
  void put(String page, String body) {
    pages.put(page, body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
