package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** What only a developer's machine shows, below {@code /_dev/}. Thread-safe. */
final class DevEndpoints implements Gateway.Extra {
  private static final int MAX_TIMES = 100;
  private static final int DEFAULT_LINES = 1000;

  private final LogLines log;
  private final MetricsFromLogs metrics;
  private final PushBridge bridge;
  private final Supplier<List<JsonNode>> pushes;
  private final Supplier<List<JsonNode>> mails;
  private final List<Demo.Account> demo;

  /**
   * Shows what it is given.
   *
   * @param pushes the messages that phones would have got, newest last
   * @param mails those that were sent, newest last
   * @param demo the accounts that a visitor may sign in with
   */
  DevEndpoints(
      LogLines log,
      MetricsFromLogs metrics,
      PushBridge bridge,
      Supplier<List<JsonNode>> pushes,
      Supplier<List<JsonNode>> mails,
      List<Demo.Account> demo) {
    this.log = log;
    this.metrics = metrics;
    this.bridge = bridge;
    this.pushes = pushes;
    this.mails = mails;
    this.demo = List.copyOf(demo);
  }

  @Override
  public boolean answer(HttpExchange exchange, String rawPath) throws IOException {
    String call = exchange.getRequestMethod() + " " + rawPath;
    try {
      switch (call) {
        case "GET /_dev/push" -> Answers.json(exchange, 200, array(pushes.get()));
        case "GET /_dev/mail" -> Answers.json(exchange, 200, array(mails.get()));
        case "GET /_dev/demo" -> Answers.json(exchange, 200, demoAccounts());
        case "GET /_dev/logs" -> logs(exchange);
        case "GET /_dev/metrics" ->
            Answers.send(
                exchange,
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.text().getBytes(StandardCharsets.UTF_8));
        case "POST /_dev/redeliver" -> redeliver(exchange);
        default -> {
          return false;
        }
      }
    } catch (NumberFormatException e) {
      Answers.error(exchange, 400, "InvalidRequest", "Not a number: " + e.getMessage());
    }
    return true;
  }

  private static ArrayNode array(List<JsonNode> messages) {
    return JsonNodeFactory.instance.arrayNode().addAll(messages);
  }

  private ArrayNode demoAccounts() {
    ArrayNode accounts = JsonNodeFactory.instance.arrayNode();
    demo.forEach(
        account ->
            accounts
                .addObject()
                .put("handle", account.handle())
                .put("password", account.password()));
    return accounts;
  }

  private void logs(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    long since = Long.parseLong(query.getOrDefault("since", "0"));
    int limit = Integer.parseInt(query.getOrDefault("limit", Integer.toString(DEFAULT_LINES)));
    Answers.json(exchange, 200, log.after(since, Math.max(0, limit)));
  }

  private void redeliver(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    int times = Integer.parseInt(query.getOrDefault("times", "1"));
    if (times < 1 || times > MAX_TIMES) {
      Answers.error(exchange, 400, "InvalidRequest", "times is not in 1.." + MAX_TIMES);
      return;
    }
    Optional<Random> shuffle =
        query.getOrDefault("shuffle", "false").equals("true")
            ? Optional.of(new SecureRandom())
            : Optional.empty();
    try {
      PushBridge.Redelivery done = bridge.redeliver(times, shuffle);
      Answers.json(
          exchange,
          200,
          JsonNodeFactory.instance
              .objectNode()
              .put("messages", done.messages())
              .put("deliveries", done.deliveries())
              .put("refused", done.refused()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> values = new HashMap<>();
    String query = exchange.getRequestURI().getQuery();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        values.put(
            equals < 0 ? pair : pair.substring(0, equals),
            equals < 0 ? "" : pair.substring(equals + 1));
      }
    }
    return values;
  }
}
