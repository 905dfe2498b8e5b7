package app.tiktoktoe.emulators.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code POST /v3/mail/send} as SendGrid has it. Safe for use by many threads. */
final class MailHandler implements HttpHandler {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int LARGEST_BODY_BYTES = 1 << 20;
  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;

  private final List<JsonNode> mails = new CopyOnWriteArrayList<>();

  List<JsonNode> mails() {
    return List.copyOf(mails);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      if (!call.equals("POST /v3/mail/send")) {
        refuse(exchange, NOT_FOUND, "not found");
        return;
      }
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization == null || !authorization.matches("Bearer .+")) {
        refuse(exchange, UNAUTHORIZED, "The provided authorization grant is invalid");
        return;
      }
      send(exchange);
    }
  }

  private void send(HttpExchange exchange) throws IOException {
    JsonNode body;
    try {
      body = MAPPER.readTree(exchange.getRequestBody().readNBytes(LARGEST_BODY_BYTES));
    } catch (JsonProcessingException e) {
      refuse(exchange, BAD_REQUEST, "Bad Request");
      return;
    }
    String to = body.at("/personalizations/0/to/0/email").asText();
    if (to.startsWith("busy-")) {
      refuse(exchange, TOO_MANY, "too many requests");
    } else if (to.startsWith("refused-") || !isComplete(body, to)) {
      refuse(exchange, BAD_REQUEST, "The personalizations field is required");
    } else {
      mails.add(mail(body, to));
      exchange.sendResponseHeaders(ACCEPTED, -1);
    }
  }

  private static boolean isComplete(JsonNode body, String to) {
    return to.contains("@")
        && body.at("/from/email").asText().contains("@")
        && !body.path("subject").asText().isEmpty()
        && !body.at("/content/0/value").asText().isEmpty();
  }

  private static ObjectNode mail(JsonNode body, String to) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("to", to)
        .put("from", body.at("/from/email").asText())
        .put("subject", body.path("subject").asText())
        .put("text", body.at("/content/0/value").asText())
        .put("html", body.at("/content/1/value").asText());
  }

  private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putArray("errors").addObject().put("message", message);
    byte[] bytes = MAPPER.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
