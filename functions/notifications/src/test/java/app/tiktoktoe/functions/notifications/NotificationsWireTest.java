package app.tiktoktoe.functions.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.AtDatetime;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.ServedFunction;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.AuthorCard;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.notification.Device;
import app.tiktoktoe.views.notification.Devices;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The methods behind the real framework on the emulators; answers are checked by their lexicon. */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotificationsWireTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Firestore firestore;
  private final TestService service;
  private final ServedFunction served;

  NotificationsWireTest(Firestore firestore) throws Exception {
    this.firestore = firestore;
    this.service = TestService.start(firestore.getOptions().getProjectId());
    this.served = new ServedFunction(WiredNotifications.class);
  }

  @BeforeAll
  void start() throws Exception {
    WiredNotifications.environment = service.environment();
    served.start();
  }

  @AfterAll
  void stop() throws Exception {
    served.close();
    service.close();
  }

  private static Did did(String name) {
    return Did.parse("did:plc:" + (name + "aaaaaaaaaaaaaaaaaaaaaaaa").substring(0, 24));
  }

  private Did account(String name) {
    WriteBatch batch = firestore.batch();
    new NewActor(firestore).addTo(batch, did(name), Handle.parse(name + ".test"), START);
    Await.result(batch.commit());
    return did(name);
  }

  private void tell(Did recipient, String reason, String author, int second, boolean live) {
    Instant time = START.plusSeconds(second);
    AuthorCard card =
        new AuthorCard(did(author), Handle.parse(author + ".test"), null, null, START, 1);
    String uri = "at://" + did(author) + "/app.bsky.feed." + reason + "/3jzfcijpj2z2" + second;
    Map<String, Object> fields = new HashMap<>();
    fields.put(Fields.VERSION_FIELD, 1);
    fields.put("reason", reason);
    fields.put("author", did(author).value());
    fields.put("card", card.toFields());
    fields.put("uri", uri);
    fields.put("cid", Cid.ofCbor(uri.getBytes(StandardCharsets.UTF_8)).toString());
    fields.put("record", "{\"$type\":\"app.bsky.feed." + reason + "\"}");
    fields.put("reasonSubject", "at://" + recipient + "/app.bsky.feed.post/3jzfcijpj2z2a");
    fields.put("indexedAt", Fields.timestamp(time));
    fields.put("live", live);
    Await.result(firestore.document("notifications/" + recipient + "/items/" + second).set(fields));
  }

  private HttpRequest.Builder request(Did as, String method) throws Exception {
    String uri = served.origin() + "/xrpc/app.bsky.notification." + method;
    return HttpRequest.newBuilder(URI.create(uri))
        .header("Authorization", "Bearer " + service.token(as, Instant.now()));
  }

  private JsonNode get(Did as, String method) throws Exception {
    HttpResponse<String> response = HTTP.send(request(as, method).build(), BodyHandlers.ofString());
    return ((ObjectNode) new ObjectMapper().readTree(response.body()))
        .put("status", response.statusCode());
  }

  private HttpResponse<String> post(Did as, String method, ObjectNode input) throws Exception {
    return HTTP.send(
        request(as, method)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(input.toString()))
            .build(),
        BodyHandlers.ofString());
  }

  private static ObjectNode input() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Test
  void listsWhatStandsAndWhatWasSeen() throws Exception {
    Did alice = account("alice");
    tell(alice, "like", "bob", 2, true);
    tell(alice, "repost", "bob", 3, true);
    tell(alice, "like", "carol", 4, false);
    tell(alice, "like", "muted", 5, true);
    Await.result(
        firestore
            .document("viewers/" + alice)
            .update("mutes", FieldValue.arrayUnion(did("muted").value())));
    assertEquals(3, get(alice, "getUnreadCount").path("count").asInt());

    String seenAt = AtDatetime.format(START.plusSeconds(2));
    HttpResponse<String> seen = post(alice, "updateSeen", input().put("seenAt", seenAt));
    assertEquals("200 ", seen.statusCode() + " " + seen.body());
    JsonNode listed = get(alice, "listNotifications");
    assertEquals(List.of("repost", "like"), listed.findValuesAsText("reason"));
    assertEquals(List.of("false", "true"), listed.findValuesAsText("isRead"));
    assertEquals(seenAt, listed.path("seenAt").asText());
    assertEquals(2, get(alice, "getUnreadCount").path("count").asInt());

    JsonNode likes = get(alice, "listNotifications?reasons=like&reasons=verified&priority=true");
    assertEquals(List.of("like"), likes.findValuesAsText("reason"));
    assertEquals(0, get(alice, "listNotifications?reasons=verified").path("notifications").size());
    assertEquals(400, get(alice, "getUnreadCount?seenAt=" + seenAt).path("status").asInt());
  }

  @Test
  void pagesFromTheCursor() throws Exception {
    Did dora = account("dora");
    tell(dora, "like", "bob", 2, true);
    tell(dora, "like", "carol", 3, true);
    JsonNode first = get(dora, "listNotifications?limit=1");
    assertEquals("carol.test", first.findValue("handle").asText());
    JsonNode second =
        get(dora, "listNotifications?limit=2&cursor=" + first.path("cursor").asText());
    assertEquals(List.of("bob.test"), second.findValuesAsText("handle"));
    assertFalse(second.has("cursor"));
    assertEquals(400, get(dora, "listNotifications?cursor=x").path("status").asInt());
  }

  @Test
  void aClockAheadHidesNothing() throws Exception {
    Did emil = account("emil");
    post(emil, "updateSeen", input().put("seenAt", "2090-01-01T00:00:00Z"));
    Instant seenAt = Instant.parse(get(emil, "listNotifications").path("seenAt").asText());
    assertFalse(seenAt.isAfter(Instant.now()));
  }

  @Test
  void devicesComeAndGoAndTheOldestMakesRoom() throws Exception {
    Did frida = account("frida");
    Devices devices = new Devices(firestore);
    for (int i = 0; i < 20; i++) {
      devices.register(frida, new Device("token-" + i, "ios", "app", START.plusSeconds(i)));
    }
    assertEquals(200, post(frida, "registerPush", device("fresh", "android")).statusCode());
    List<String> tokens = devices.list(frida).stream().map(Device::token).toList();
    assertEquals(20, tokens.size());
    assertEquals("fresh", tokens.getFirst());
    assertFalse(tokens.contains("token-0"));
    assertEquals(200, post(frida, "unregisterPush", device("fresh", "android")).statusCode());
    assertEquals(19, devices.list(frida).size());
    assertEquals(200, post(frida, "unregisterPush", device("unknown", "web")).statusCode());
  }

  private static ObjectNode device(String token, String platform) {
    return input()
        .put("serviceDid", "did:web:tiktoktoe.test")
        .put("token", token)
        .put("platform", platform)
        .put("appId", "app");
  }

  @ParameterizedTest
  @CsvSource({
    "serviceDid, did:web:other.test",
    "platform, toaster",
    "token, ''",
    "token, long",
    "appId, ''"
  })
  void refusesOtherRegistrations(String field, String value) throws Exception {
    Did gina = did("gina");
    ObjectNode input = device("token", "web");
    input.put(field, value.equals("long") ? "x".repeat(4_097) : value);
    HttpResponse<String> response = post(gina, "registerPush", input);
    assertEquals(400, response.statusCode());
    assertEquals(
        "InvalidRequest", new ObjectMapper().readTree(response.body()).path("error").asText());
  }

  @Test
  void sessionsEndWithTheAccount() throws Exception {
    Did hugo = account("hugo");
    Await.result(firestore.document("viewers/" + hugo).update("status", "takendown"));
    JsonNode refused = get(hugo, "listNotifications");
    assertEquals(401, refused.path("status").asInt());
    assertEquals("AccountTakedown", refused.path("error").asText());
  }
}
