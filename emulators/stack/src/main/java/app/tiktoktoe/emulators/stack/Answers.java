package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes answers of the gateway's own, with the CORS headers that every answer has. Stateless. */
final class Answers {
  private static final String EXPOSED =
      "DPoP-Nonce, WWW-Authenticate, Retry-After, RateLimit-Limit, RateLimit-Remaining,"
          + " RateLimit-Reset, RateLimit-Policy, Atproto-Repo-Rev, Atproto-Content-Labelers,"
          + " Content-Length, Content-Range, ETag, X-Request-Id";

  private Answers() {}

  static void allowOrigin(HttpExchange exchange) {
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    exchange.getResponseHeaders().set("Access-Control-Expose-Headers", EXPOSED);
  }

  static void preflight(HttpExchange exchange) throws IOException {
    allowOrigin(exchange);
    var headers = exchange.getResponseHeaders();
    String asked = exchange.getRequestHeaders().getFirst("Access-Control-Request-Headers");
    if (asked != null) {
      headers.set("Access-Control-Allow-Headers", asked);
    }
    headers.set("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE");
    headers.set("Access-Control-Max-Age", "86400");
    headers.set("Vary", "Access-Control-Request-Headers");
    exchange.sendResponseHeaders(204, -1);
  }

  static void error(HttpExchange exchange, int status, String error, String message)
      throws IOException {
    json(
        exchange,
        status,
        JsonNodeFactory.instance.objectNode().put("error", error).put("message", message));
  }

  static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
    send(
        exchange,
        status,
        "application/json; charset=utf-8",
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    allowOrigin(exchange);
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head && body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
