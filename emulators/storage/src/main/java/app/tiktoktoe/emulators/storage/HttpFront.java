package app.tiktoktoe.emulators.storage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;

/** Carries requests from the JDK's server to the routes and the answers back. */
final class HttpFront implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());

  private final Routes routes;

  HttpFront(Routes routes) {
    this.routes = routes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Response response = answer(exchange);
      try (Response.Body body = response.body()) {
        exchange.getResponseHeaders().putAll(response.headers());
        send(exchange, response.status(), body);
      }
    }
  }

  private Response answer(HttpExchange exchange) {
    String path = exchange.getRequestURI().getRawPath();
    try {
      return routes.answer(
          new Request(
              exchange.getRequestMethod(),
              path == null ? "" : path,
              Query.parse(exchange.getRequestURI().getRawQuery()),
              exchange.getRequestHeaders(),
              exchange.getRequestBody()));
    } catch (RefusedException e) {
      return Refusals.json(e);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, exchange.getRequestMethod() + " " + path + " failed", e);
      return Refusals.json(
          new RefusedException(500, "internalError", "InternalError", "Internal error: " + e));
    }
  }

  private static void send(HttpExchange exchange, int status, Response.Body body)
      throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      if (body.length() >= 0) {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(body.length()));
      }
      exchange.sendResponseHeaders(status, -1);
    } else if (body.length() == 0 || status == 304 || status == 204) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      // The server's 0 means "chunked", for a length that is not known.
      exchange.sendResponseHeaders(status, Math.max(0, body.length()));
      try (OutputStream out = exchange.getResponseBody()) {
        body.writeTo(out);
      }
    }
  }
}
