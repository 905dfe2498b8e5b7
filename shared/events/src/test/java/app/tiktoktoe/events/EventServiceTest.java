package app.tiktoktoe.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.EventHandler.Handled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
            log)
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
}
