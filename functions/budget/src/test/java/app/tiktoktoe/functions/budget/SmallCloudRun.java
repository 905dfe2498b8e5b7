package app.tiktoktoe.functions.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * GET and PATCH of services as the Cloud Run Admin API v2 has them: a mask is obeyed field by
 * field, and a stale etag is a conflict.
 */
final class SmallCloudRun implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, ObjectNode> services = new HashMap<>();
  private final List<Patch> patches = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private int etag;
  Optional<String> authorization = Optional.empty();

  /** A change that was asked for. */
  record Patch(String service, String query, JsonNode body) {}

  SmallCloudRun() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v2/", this::answer);
    server.start();
  }

  URI origin() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  synchronized void add(String name) {
    ObjectNode service = JSON.createObjectNode().put("name", name).put("etag", "e" + ++etag);
    service.putObject("annotations").put("somebody.else/note", "kept");
    service.putObject("scaling").put("minInstanceCount", 1);
    services.put(name, service);
  }

  synchronized void refuse(String name) {
    refused.add(name);
  }

  synchronized void refuseNone() {
    refused.clear();
  }

  synchronized ObjectNode service(String name) {
    return Objects.requireNonNull(services.get(name), name);
  }

  synchronized List<Patch> patches() {
    return List.copyOf(patches);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
    String name = exchange.getRequestURI().getPath().substring("/v2/".length());
    ObjectNode service = services.get(name);
    if (service == null) {
      send(exchange, 404, JSON.createObjectNode());
    } else if (exchange.getRequestMethod().equals("GET")) {
      send(exchange, 200, service);
    } else if (exchange.getRequestMethod().equals("PATCH")) {
      patch(exchange, service);
    } else {
      send(exchange, 405, JSON.createObjectNode());
    }
  }

  private void patch(HttpExchange exchange, ObjectNode service) throws IOException {
    String name = service.path("name").asText();
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    String query = exchange.getRequestURI().getQuery();
    patches.add(new Patch(name, query, body));
    if (refused.contains(name) || !body.path("etag").equals(service.path("etag"))) {
      send(exchange, 409, JSON.createObjectNode());
      return;
    }
    for (String field : query.substring("updateMask=".length()).split(",", -1)) {
      service.set(field, body.path(field));
    }
    service.put("etag", "e" + ++etag);
    send(exchange, 200, JSON.createObjectNode().put("name", "operations/1"));
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
