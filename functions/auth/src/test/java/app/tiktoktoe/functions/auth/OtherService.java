package app.tiktoktoe.functions.auth;

import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.plc.PlcService;
import app.tiktoktoe.atproto.syntax.Did;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A service of somebody else, as every host that it is asked by: it publishes who it is, and
 * remembers what it was asked. The last part of a method's name says how it answers.
 */
final class OtherService implements AutoCloseable {
  private static final int MEGABYTE = 1024 * 1024;

  private final HttpServer server;
  private final Map<String, String> endpoints;
  private final CountDownLatch freed = new CountDownLatch(1);
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

  /** A call as it arrived. */
  record Asked(String method, String uri, Headers headers, String body) {
    String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }
  }

  /** Says of each of its services, by fragment, where it is. */
  OtherService(Map<String, String> endpoints) throws IOException {
    this.endpoints = Map.copyOf(endpoints);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String origin() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The oldest call that was not taken yet. */
  Asked take() throws InterruptedException {
    Asked call = asked.poll(20, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("the service was not asked");
    }
    return call;
  }

  /** Lets the calls go on that wait, and all later ones. */
  void free() {
    freed.countDown();
  }

  boolean wasAsked() {
    return !asked.isEmpty();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/.well-known/did.json")) {
        reply(exchange, 200, document(exchange.getRequestHeaders().getFirst("Host")));
        return;
      }
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              body));
      answer(exchange, path.substring(path.lastIndexOf('.') + 1));
    }
  }

  private void answer(HttpExchange exchange, String how) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    switch (how) {
      case "refused" -> {
        headers.set("Retry-After", "7");
        reply(exchange, 403, "{\"error\":\"Blocked\",\"message\":\"by us\",\"more\":1}");
      }
      case "broken" -> reply(exchange, 500, "{\"error\":\"Oops\",\"message\":\"sorry\"}");
      case "page" -> {
        headers.set("Content-Type", "text/html");
        reply(exchange, 404, "<script>alert(1)</script>");
      }
      case "moved" -> {
        headers.set("Location", "https://service.test/xrpc/app.example.stolen");
        reply(exchange, 307, "");
      }
      case "endless" -> endless(exchange);
      case "waiting" -> {
        await();
        reply(exchange, 200, "{}");
      }
      case "html" -> {
        headers.set("Content-Type", "text/html");
        reply(exchange, 200, "<script>alert(1)</script>");
      }
      default -> {
        headers.set("Content-Language", "en");
        headers.set("Atproto-Repo-Rev", "3kabc");
        headers.set("Atproto-Content-Labelers", "did:web:labels.test");
        headers.set("Set-Cookie", "stolen=1");
        headers.set("Access-Control-Allow-Origin", "https://evil.test");
        headers.set("X-Internal", "secret");
        reply(exchange, 200, "{\"good\":true}");
      }
    }
  }

  private void await() {
    try {
      if (!freed.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody frees the waiting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < 1000; i++) {
        out.write(new byte[MEGABYTE]);
      }
    }
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    if (!headers.containsKey("Content-Type")) {
      headers.set("Content-Type", "application/json");
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String document(String host) {
    Map<String, PlcService> services = new HashMap<>();
    endpoints.forEach((name, url) -> services.put(name, new PlcService("Example", url)));
    return DidDocument.of(Did.parse("did:web:" + host), List.of(), Map.of(), services)
        .toJson()
        .toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
