package app.tiktoktoe.emulators.fcm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The HTTP side: {@code messages:send} as Google has it, and {@code /messages} of our own. */
final class FcmHandler implements HttpHandler {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern SEND = Pattern.compile("/v1/(projects/[^/]+)/messages:send");

  /** Bounds what one request can occupy; a message that fits the payload limit is far smaller. */
  private static final int LARGEST_BODY_BYTES = 1 << 20;

  private final MessageLog messages;

  FcmHandler(MessageLog messages) {
    this.messages = messages;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Matcher send = SEND.matcher(path);
      String method = exchange.getRequestMethod();
      if (method.equals("POST") && send.matches()) {
        send(exchange, send.group(1));
      } else if (method.equals("GET") && path.equals("/messages")) {
        answer(exchange, 200, JsonNodeFactory.instance.arrayNode().addAll(messages.all()));
      } else if (method.equals("DELETE") && path.equals("/messages")) {
        messages.clear();
        exchange.sendResponseHeaders(204, -1);
      } else {
        refuse(exchange, Refusal.unknownPath(method + " " + path));
      }
    }
  }

  private void send(HttpExchange exchange, String project) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null || !authorization.matches("Bearer .+")) {
      refuse(exchange, Refusal.unauthenticated());
      return;
    }
    JsonNode body;
    try {
      body = MAPPER.readTree(exchange.getRequestBody().readNBytes(LARGEST_BODY_BYTES));
    } catch (JsonProcessingException invalid) {
      refuse(exchange, Refusal.invalid("Invalid JSON payload received. " + invalid.getMessage()));
      return;
    }
    Optional<Refusal> refusal =
        MessageCheck.refusal(body).or(() -> ofToken(body.path("message").path("token").asText()));
    if (refusal.isPresent()) {
      refuse(exchange, refusal.get());
    } else {
      accept(exchange, project, body);
    }
  }

  private void accept(HttpExchange exchange, String project, JsonNode body) throws IOException {
    boolean validateOnly = body.path("validate_only").asBoolean();
    String id = validateOnly ? "fake_message_id" : UUID.randomUUID().toString();
    String name = project + "/messages/" + id;
    if (!validateOnly) {
      ObjectNode message = JsonNodeFactory.instance.objectNode().put("name", name);
      body.path("message").properties().stream()
          .filter(field -> !field.getKey().equals("name"))
          .forEach(field -> message.set(field.getKey(), field.getValue()));
      messages.add(message);
    }
    answer(exchange, 200, JsonNodeFactory.instance.objectNode().put("name", name));
  }

  private static Optional<Refusal> ofToken(String token) {
    if (token.startsWith("unregistered-")) {
      return Optional.of(Refusal.unregistered());
    }
    if (token.startsWith("quota-")) {
      return Optional.of(Refusal.quotaExceeded());
    }
    if (token.startsWith("unavailable-")) {
      return Optional.of(Refusal.unavailable());
    }
    return Optional.empty();
  }

  private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
    if (refusal.retryAfter().isPositive()) {
      String seconds = Long.toString(refusal.retryAfter().toSeconds());
      exchange.getResponseHeaders().set("Retry-After", seconds);
    }
    answer(exchange, refusal.status(), refusal.body());
  }

  private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = MAPPER.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
