package app.tiktoktoe.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.EventHandler.Handled;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventServiceTest {
  private static final String ENVELOPE =
      """
      {"message": {"data": "aGk=", "messageId": "7", "attributes": {"a": "b"}, "orderingKey": "k"},
       "subscription": "projects/p/subscriptions/s", "deliveryAttempt": 3}
      """;

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final List<Delivery> deliveries = new ArrayList<>();

  private int send(EventHandler handler, PushSender sender, String type, String body)
      throws Exception {
    StructuredLog log = new StructuredLog("indexing", logged, InstantSource.system());
    HttpDouble http = new HttpDouble();
    new EventService(
            Topic.COMMITS,
            delivery -> {
              deliveries.add(delivery);
              return handler.handle(delivery);
            },
            sender,
            Instance.of(log))
        .service(http.post(type, body), http.response());
    return http.status;
  }

  private int send(EventHandler handler, String type, String body) throws Exception {
    return send(handler, authorization -> true, type, body);
  }

  private String log() {
    return logged.toString(StandardCharsets.UTF_8);
  }

  @Test
  void readsThePushEnvelope() throws Exception {
    assertEquals(204, send(d -> Handled.done(), "application/json", ENVELOPE));
    Delivery delivery = deliveries.getFirst();
    assertEquals("hi", delivery.data().toStringUtf8());
    assertEquals("7", delivery.messageId());
    assertEquals(Map.of("a", "b"), delivery.attributes());
    assertEquals("k", delivery.orderingKey());
    assertEquals(3, delivery.attempt());
  }

  @Test
  void readsBothKindsOfCloudEvent() throws Exception {
    assertEquals(
        204,
        send(
            d -> Handled.done(),
            "application/cloudevents+json; charset=utf-8",
            "{\"specversion\":\"1.0\",\"data\":" + ENVELOPE + "}"));
    assertEquals(204, send(d -> Handled.done(), "application/json", ENVELOPE));
    assertEquals(2, deliveries.size());
  }

  @Test
  void asksForARetry() throws Exception {
    assertEquals(503, send(d -> new Handled.Retry("busy"), "application/json", ENVELOPE));
    assertTrue(log().contains("busy"));
  }

  @Test
  void acknowledgesPoisonAndSaysSo() throws Exception {
    assertEquals(204, send(d -> new Handled.Dropped("old"), "application/json", ENVELOPE));
    assertEquals(204, send(d -> Handled.done(), "application/json", "{}"));
    assertEquals(204, send(d -> Handled.done(), "application/json", "not json"));
    assertEquals(
        204,
        send(
            d -> {
              throw new InvalidEventException("never");
            },
            "application/json",
            ENVELOPE));
    assertEquals(4, log().split("event dropped", -1).length - 1);
  }

  @Test
  void letsAFaultComeBackWithItsStackInTheLog() throws Exception {
    assertEquals(
        503,
        send(
            d -> {
              throw new IllegalStateException("bug");
            },
            "application/json",
            ENVELOPE));
    assertTrue(log().contains("IllegalStateException: bug"));
  }

  @Test
  void refusesAStranger() throws Exception {
    assertEquals(401, send(d -> Handled.done(), a -> false, "application/json", ENVELOPE));
    assertTrue(deliveries.isEmpty());
  }

  private JsonNode request() throws Exception {
    for (String line : log().lines().toList()) {
      JsonNode entry = new ObjectMapper().readTree(line);
      if (entry.path("message").asText().equals("request")) {
        return entry;
      }
    }
    throw new AssertionError(log());
  }

  @Test
  void tellsHowLongAMessageHadWaited() throws Exception {
    Instant published = Instant.now().minusSeconds(5);
    String envelope =
        ENVELOPE.replace("\"messageId\"", "\"publishTime\": \"" + published + "\", \"messageId\"");
    assertEquals(204, send(d -> Handled.done(), "application/json", envelope));
    assertEquals(published, deliveries.getFirst().publishTime().orElseThrow());
    JsonNode line = request();
    assertTrue(line.path("queueAgeMs").asLong() >= 5000, line.toString());
    assertEquals("done", line.path("outcome").asText());
    assertEquals(3, line.path("deliveryAttempt").asInt());
    assertEquals("commits", line.path("method").asText());
  }

  @Test
  void namesTheOutcome() throws Exception {
    assertEquals(503, send(d -> new Handled.Retry("busy"), "application/json", ENVELOPE));
    assertEquals("retry", request().path("outcome").asText());
    logged.reset();
    assertEquals(204, send(d -> new Handled.Dropped("old"), "application/json", ENVELOPE));
    assertEquals("dropped", request().path("outcome").asText());
    assertTrue(request().path("queueAgeMs").isMissingNode());
  }
}
