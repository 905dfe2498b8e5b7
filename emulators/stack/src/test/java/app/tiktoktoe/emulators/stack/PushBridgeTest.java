package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import app.tiktoktoe.testkit.PubSubEmulatorExtension;
import app.tiktoktoe.testkit.PubSubProject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PubSubEmulatorExtension.class)
@Timeout(180)
class PushBridgeTest {
  private final PubSubProject project;
  private final PubSubClient pubsub;
  private final LogLines log = new LogLines(1000, List.of());
  private final PushBridge bridge;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final BlockingQueue<JsonNode> arrived = new LinkedBlockingQueue<>();
  private volatile ToIntFunction<JsonNode> status = _ -> 204;
  private final FakeFunction function;

  PushBridgeTest(PubSubProject project) throws IOException {
    this.project = project;
    this.pubsub = new PubSubClient(project.hostPort(), project.projectId());
    this.bridge = new PushBridge(pubsub, log);
    this.function =
        new FakeFunction(
            exchange -> {
              JsonNode envelope = new ObjectMapper().readTree(exchange.getRequestBody());
              int answer = status.applyAsInt(envelope);
              arrived.add(envelope);
              exchange.sendResponseHeaders(answer, -1);
            });
  }

  @BeforeAll
  static void beforeTheFirstHttpClient() {
    Forwarder.permitHost();
  }

  @AfterEach
  void close() {
    bridge.close();
    pubsub.close();
    function.close();
    client.close();
  }

  @Test
  void postsTheEnvelopeOfAPushSubscription() throws Exception {
    connect("envelopes");
    String id =
        project.publish(
            "envelopes",
            PubsubMessage.newBuilder()
                .setData(ByteString.copyFromUtf8("{\"a\":1}"))
                .putAttributes("type", "commit")
                .setOrderingKey("did:plc:a")
                .build());
    JsonNode envelope = next();
    JsonNode message = envelope.path("message");
    assertEquals(
        "projects/" + project.projectId() + "/subscriptions/envelopes",
        envelope.path("subscription").asText());
    assertEquals(1, envelope.path("deliveryAttempt").asInt());
    assertEquals(
        "{\"a\":1}", new String(message.path("data").binaryValue(), StandardCharsets.UTF_8));
    assertEquals("{\"type\":\"commit\"}", message.path("attributes").toString());
    assertEquals(id, message.path("messageId").asText());
    assertEquals("did:plc:a", message.path("orderingKey").asText());
    assertFalse(Instant.parse(message.path("publishTime").asText()).toEpochMilli() == 0);
  }

  @Test
  void aRefusedMessageComesBackAndThenIsDone() throws Exception {
    status = envelope -> envelope.path("deliveryAttempt").asInt() == 1 ? 503 : 200;
    connect("refusals");
    publish("refusals", "first");
    assertEquals(1, next().path("deliveryAttempt").asInt());
    JsonNode again = next();
    assertEquals(2, again.path("deliveryAttempt").asInt());
    assertEquals("first", data(again));
    publish("refusals", "second");
    assertEquals("second", data(next()));
    assertEquals("second", data(next()));
    awaitRemembered(2);
    assertEquals(2, countLogged("delivery refused"));
    assertEquals(0, arrived.size());
  }

  @Test
  void aPoisonMessageEndsWithTheDeadLetters() throws Exception {
    status = _ -> 500;
    connect("poison");
    publish("poison", "bad");
    List<PubsubMessage> dead = project.pull("poison-dead", 1, Duration.ofSeconds(90));
    assertEquals("bad", dead.getFirst().getData().toStringUtf8());
    for (int attempt = 1; attempt <= 5; attempt++) {
      assertEquals(attempt, next().path("deliveryAttempt").asInt());
    }
    assertEquals(0, arrived.size());
    assertEquals(1, countLogged("dead letter"));
    assertEquals(new PushBridge.Redelivery(0, 0, 0), bridge.redeliver(3, Optional.empty()));
  }

  @Test
  void redeliversWhatWasAcknowledged() throws Exception {
    connect("repeats");
    for (String text : List.of("a", "b", "c")) {
      publish("repeats", text);
    }
    awaitRemembered(3);
    arrived.clear();
    status = envelope -> envelope.path("deliveryAttempt").asInt() == 1 ? 503 : 200;
    assertEquals(
        new PushBridge.Redelivery(3, 6, 0), bridge.redeliver(2, Optional.of(new Random(1))));
    List<String> again = arrived.stream().map(PushBridgeTest::data).sorted().toList();
    assertEquals(List.of("a", "a", "a", "a", "b", "b", "b", "b", "c", "c", "c", "c"), again);
    status = _ -> 500;
    assertEquals(new PushBridge.Redelivery(3, 0, 3), bridge.redeliver(1, Optional.empty()));
  }

  @Test
  void aDeadFunctionIsARefusal() throws Exception {
    FunctionEntry entry = entry("silent", 1, 10);
    function.close();
    assertFalse(target(entry).deliver(PubsubMessage.getDefaultInstance(), 1));
  }

  @Test
  void backoffDoublesBetweenItsBounds() {
    PushTarget target = target(entry("backoffs", 2, 10));
    assertEquals(
        List.of(2L, 2L, 4L, 8L, 10L, 10L),
        List.of(0, 1, 2, 3, 4, 1000).stream()
            .map(attempt -> target.backoff(attempt).toSeconds())
            .toList());
    assertEquals(Duration.ZERO, target(entry("backoffs", 0, 10)).backoff(7));
  }

  private void connect(String name) {
    pubsub.create(catalogue(name, 0, 0));
    bridge.connect(target(entry(name, 0, 0)));
  }

  private PushTarget target(FunctionEntry entry) {
    return new PushTarget(
        entry,
        (Trigger.PubSub) entry.trigger(),
        function.origin().resolve("/"),
        pubsub.subscription(entry.name()).toString(),
        true,
        client);
  }

  private static FunctionEntry entry(String name, int minBackoff, int maxBackoff) {
    return catalogue(name, minBackoff, maxBackoff).function(name);
  }

  private static Catalogue catalogue(String name, int minBackoff, int maxBackoff) {
    return Catalogue.parse(
        """
        version: 1
        topics: { %1$s: {} }
        buckets: {}
        functions:
          %1$s:
            class: app.tiktoktoe.functions.push.PushFunction
            trigger:
              pubsub:
                topic: %1$s
                ack_deadline_s: 60
                max_delivery_attempts: 5
                min_backoff_s: %2$d
                max_backoff_s: %3$d
            memory_mb: 512
            cpu: 1
            timeout_s: 60
            concurrency: 4
            max_instances: 1
        """
            .formatted(name, minBackoff, maxBackoff));
  }

  private void publish(String topic, String text) {
    project.publish(
        topic, PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(text)).build());
  }

  private JsonNode next() throws InterruptedException {
    JsonNode envelope = arrived.poll(60, TimeUnit.SECONDS);
    if (envelope == null) {
      throw new AssertionError("nothing was delivered");
    }
    return envelope;
  }

  /** Asks for no repetition, which tells how many messages could be repeated. */
  private void awaitRemembered(int messages) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (bridge.redeliver(0, Optional.empty()).messages() == messages) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("not " + messages + " messages were acknowledged");
  }

  private long countLogged(String message) {
    return log.after(0, 1000).path("lines").findValuesAsText("message").stream()
        .filter(message::equals)
        .count();
  }

  private static String data(JsonNode envelope) {
    try {
      return new String(
          envelope.path("message").path("data").binaryValue(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
