package app.tiktoktoe.functions.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.emulators.fcm.FcmEmulator;
import app.tiktoktoe.events.NotificationEvent;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.ServedFunction;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.AuthorCard;
import app.tiktoktoe.views.notification.Device;
import app.tiktoktoe.views.notification.Devices;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Push envelopes through the real framework to devices behind an emulated push service. */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushWireTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Did BOB = did("bob");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Firestore firestore;
  private final Devices devices;
  private final FcmEmulator fcm;
  private final ServedFunction served;

  PushWireTest(Firestore firestore) throws Exception {
    this.firestore = firestore;
    this.devices = new Devices(firestore);
    this.fcm = FcmEmulator.start(new FcmEmulator.Config(0, null));
    this.served = new ServedFunction(WiredPush.class);
  }

  @BeforeAll
  void start() throws Exception {
    WiredPush.environment =
        Map.of(
            "GOOGLE_CLOUD_PROJECT", firestore.getOptions().getProjectId(),
            "METERED_FIRESTORE_EMULATOR_HOST", FirestoreEmulatorExtension.hostPort(),
            "FCM_EMULATOR_HOST", fcm.endpoint().toString());
    served.start();
  }

  @AfterAll
  void stop() throws Exception {
    served.close();
    fcm.close();
  }

  private static Did did(String name) {
    return Did.parse("did:plc:" + (name + "aaaaaaaaaaaaaaaaaaaaaaaa").substring(0, 24));
  }

  private static AtUri videoOf(Did author) {
    return AtUri.parse("at://" + author + "/app.bsky.feed.post/3jzfcijpj2z2a");
  }

  private NotificationEvent like(Did recipient, String id, boolean live) {
    AtUri uri = AtUri.parse("at://" + BOB + "/app.bsky.feed.like/3jzfcijpj2z2b");
    Map<String, Object> fields = new HashMap<>();
    fields.put(Fields.VERSION_FIELD, 1);
    fields.put("reason", "like");
    fields.put("card", card(BOB, "bob.test"));
    fields.put("uri", uri.toString());
    fields.put("cid", Cid.ofCbor(new byte[1]).toString());
    fields.put("record", "{}");
    fields.put("reasonSubject", videoOf(recipient).toString());
    fields.put("indexedAt", Fields.timestamp(START));
    fields.put("live", live);
    Await.result(firestore.document("notifications/" + recipient + "/items/" + id).set(fields));
    return new NotificationEvent(recipient, id, "like", BOB, uri, videoOf(recipient), START);
  }

  private static Map<String, Object> card(Did did, String handle) {
    return new AuthorCard(did, Handle.parse(handle), null, null, START, 1).toFields();
  }

  private void video(Did author) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(Fields.VERSION_FIELD, 1);
    fields.put("rev", "3jzfcijpj2z2a");
    fields.put("cid", Cid.ofCbor(new byte[2]).toString());
    fields.put("record", "{\"embed\":{\"$type\":\"app.bsky.embed.video\"}}");
    fields.put("card", card(author, "author.test"));
    fields.put("createdAt", Fields.timestamp(START));
    fields.put("indexedAt", Fields.timestamp(START));
    fields.put("sortAt", Fields.timestamp(START));
    fields.put("live", true);
    Await.result(firestore.document("posts/" + author + "_3jzfcijpj2z2a").set(fields));
  }

  private void device(Did did, String token, int second) {
    devices.register(did, new Device(token, "android", "app", START.plusSeconds(second)));
  }

  private int deliver(NotificationEvent event) throws Exception {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope
        .putObject("message")
        .put("messageId", event.id())
        .put("data", Base64.getEncoder().encodeToString(event.encode().toByteArray()));
    return post(envelope.toString());
  }

  private int post(String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(served.origin() + "/"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
            .build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }

  private List<JsonNode> sentTo(String token) {
    return fcm.messages().stream()
        .filter(message -> message.path("token").asText().equals(token))
        .toList();
  }

  @Test
  void everyDeviceGetsItOnce() throws Exception {
    Did alice = did("alice");
    video(alice);
    device(alice, "alice-1", 1);
    device(alice, "alice-2", 2);
    NotificationEvent event = like(alice, "a1", true);
    assertEquals(204, deliver(event));
    assertEquals(204, deliver(event));
    assertEquals(1, sentTo("alice-1").size());
    assertEquals(1, sentTo("alice-2").size());
    JsonNode message = sentTo("alice-1").getFirst();
    assertEquals("bob.test liked your video", message.at("/notification/body").asText());
    assertEquals("a1", message.at("/android/collapse_key").asText());
    JsonNode data = message.path("data");
    assertEquals("like", data.path("reason").asText());
    assertEquals(event.uri().toString(), data.path("uri").asText());
    assertEquals(BOB.value(), data.path("authorDid").asText());
    assertEquals(alice.value(), data.path("recipientDid").asText());
  }

  @Test
  void whatWasTakenBackIsNotSent() throws Exception {
    Did carol = did("carol");
    device(carol, "carol-1", 1);
    assertEquals(204, deliver(like(carol, "c1", false)));
    assertEquals(List.of(), sentTo("carol-1"));
  }

  @Test
  void aDeviceThatIsGoneIsForgotten() throws Exception {
    Did dora = did("dora");
    device(dora, "unregistered-1", 1);
    device(dora, "dora-2", 2);
    assertEquals(204, deliver(like(dora, "d1", true)));
    assertEquals(List.of("dora-2"), devices.list(dora).stream().map(Device::token).toList());
    assertEquals(1, sentTo("dora-2").size());
  }

  @Test
  void aBusyServiceIsTriedAgainForWhoDidNotGetIt() throws Exception {
    Did emil = did("emil");
    device(emil, "quota-1", 1);
    device(emil, "emil-2", 2);
    NotificationEvent event = like(emil, "e1", true);
    assertEquals(503, deliver(event));
    assertEquals(503, deliver(event));
    assertEquals(1, sentTo("emil-2").size());
    devices.unregister(emil, "quota-1");
    device(emil, "emil-3", 3);
    assertEquals(204, deliver(event));
    assertEquals(1, sentTo("emil-2").size());
    assertEquals(1, sentTo("emil-3").size());
  }

  @Test
  void aDeliveryWaitsForTheOneThatHoldsTheNotification() throws Exception {
    Did frida = did("frida");
    device(frida, "frida-1", 1);
    NotificationEvent event = like(frida, "f1", true);
    Map<String, Object> held = new HashMap<>();
    held.put(Fields.VERSION_FIELD, 1);
    held.put("sent", List.of());
    held.put("heldUntil", Fields.timestamp(Instant.now().plus(PushLedger.LEASE)));
    var ledger = firestore.document("pushes/" + frida + "_f1");
    Await.result(ledger.set(held));
    assertEquals(503, deliver(event));
    assertEquals(List.of(), sentTo("frida-1"));
    Await.result(ledger.update("heldUntil", Fields.timestamp(START)));
    assertEquals(204, deliver(event));
    assertEquals(1, sentTo("frida-1").size());
  }

  @Test
  void nonsenseIsDropped() throws Exception {
    assertEquals(204, post("{\"message\":{\"messageId\":\"1\",\"data\":\"e30=\"}}"));
    assertTrue(post("no json") == 204);
  }
}
