package app.tiktoktoe.emulators.fcm;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.BatchResponse;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.MessagingErrorCode;
import com.google.firebase.messaging.Notification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FcmEmulatorTest {
  private static final String SEND = "/v1/projects/demo/messages:send";
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir Path directory;
  private FcmEmulator emulator;
  private FirebaseApp app;

  @BeforeEach
  void start() throws IOException {
    emulator = FcmEmulator.start(new FcmEmulator.Config(0, directory));
    AccessToken token = new AccessToken("local", Date.from(Instant.parse("2100-01-01T00:00:00Z")));
    FirebaseOptions options =
        FirebaseOptions.builder()
            .setProjectId("demo")
            .setCredentials(GoogleCredentials.create(token))
            .setHttpTransport(new RewritingTransport(emulator.endpoint()))
            .build();
    app = FirebaseApp.initializeApp(options, "fcm-emulator-test");
  }

  @AfterEach
  void stop() {
    app.delete();
    emulator.close();
  }

  private FirebaseMessaging messaging() {
    return FirebaseMessaging.getInstance(app);
  }

  private static Message to(String token) {
    Notification notification =
        Notification.builder().setTitle("Ada").setBody("liked your video").build();
    return Message.builder()
        .setToken(token)
        .setNotification(notification)
        .putData("uri", "at://did:plc:x/app.bsky.feed.like/1")
        .setAndroidConfig(AndroidConfig.builder().setCollapseKey("like").build())
        .build();
  }

  @Test
  void whatIsSentIsKept() throws FirebaseMessagingException {
    String name = messaging().send(to("phone-1"));
    assertTrue(name.startsWith("projects/demo/messages/"), name);

    JsonNode kept = emulator.messages().getFirst();
    assertEquals(name, kept.path("name").asText());
    assertEquals("phone-1", kept.path("token").asText());
    assertEquals("Ada", kept.path("notification").path("title").asText());
    assertEquals("at://did:plc:x/app.bsky.feed.like/1", kept.path("data").path("uri").asText());
    assertEquals("like", kept.path("android").path("collapse_key").asText());
  }

  @Test
  void topicsAndConditionsAreTargetsToo() throws FirebaseMessagingException {
    messaging().send(Message.builder().setTopic("news").build());
    messaging().send(Message.builder().setCondition("'a' in topics").build());
    assertEquals("news", emulator.messages().get(0).path("topic").asText());
    assertEquals("'a' in topics", emulator.messages().get(1).path("condition").asText());
  }

  @Test
  void aDryRunIsNotKept() throws FirebaseMessagingException {
    messaging().send(to("phone-1"), true);
    assertEquals(List.of(), emulator.messages());
  }

  @Test
  void tokensChooseTheirFailure() throws FirebaseMessagingException {
    BatchResponse batch =
        messaging().sendEach(List.of(to("phone-1"), to("unregistered-2"), to("quota-3")));
    assertEquals(1, batch.getSuccessCount());
    FirebaseMessagingException gone = failure(batch, 1);
    assertEquals(MessagingErrorCode.UNREGISTERED, gone.getMessagingErrorCode());
    FirebaseMessagingException quota = failure(batch, 2);
    assertEquals(MessagingErrorCode.QUOTA_EXCEEDED, quota.getMessagingErrorCode());
    var headers = requireNonNull(quota.getHttpResponse()).getHeaders();
    assertEquals(List.of("60"), headers.get("retry-after"));
    assertEquals(1, emulator.messages().size());
  }

  private static FirebaseMessagingException failure(BatchResponse batch, int index) {
    return requireNonNull(batch.getResponses().get(index).getException());
  }

  @Test
  void anUnavailableServiceSaysWhenToRetry() throws Exception {
    HttpResponse<String> answer = post(SEND, "{\"message\":{\"token\":\"unavailable-1\"}}");
    assertEquals(503, answer.statusCode());
    assertEquals("1", answer.headers().firstValue("Retry-After").orElseThrow());
    JsonNode error = MAPPER.readTree(answer.body()).path("error");
    assertEquals("UNAVAILABLE", error.path("status").asText());
    assertEquals("UNAVAILABLE", error.path("details").path(0).path("errorCode").asText());
  }

  @Test
  void payloadsHaveALimit() throws FirebaseMessagingException {
    // {"data":{"k":""}} is 17 bytes.
    messaging().send(Message.builder().setToken("t").putData("k", "x".repeat(4079)).build());
    Message tooLarge = Message.builder().setToken("t").putData("k", "x".repeat(4080)).build();
    FirebaseMessagingException refused =
        assertThrows(FirebaseMessagingException.class, () -> messaging().send(tooLarge));
    assertEquals(MessagingErrorCode.INVALID_ARGUMENT, refused.getMessagingErrorCode());
    assertEquals(1, emulator.messages().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "",
        "[]",
        "{}",
        "{\"message\":{}}",
        "{\"message\":{\"token\":\"\"}}",
        "{\"message\":{\"token\":1}}",
        "{\"message\":{\"token\":\"t\",\"topic\":\"x\"}}",
        "{\"message\":{\"topic\":\"/topics/x\"}}",
        "{\"message\":{\"token\":\"t\",\"body\":\"x\"}}",
        "{\"message\":{\"token\":\"t\",\"data\":{\"n\":1}}}",
        "{\"message\":{\"token\":\"t\",\"data\":{\"google.x\":\"1\"}}}",
        "{\"message\":{\"token\":\"t\",\"notification\":\"x\"}}",
        "{\"message\":{\"token\":\"t\"},\"priority\":\"high\"}"
      })
  void otherShapesAreRefused(String body) throws Exception {
    HttpResponse<String> answer = post(SEND, body);
    assertEquals(400, answer.statusCode());
    JsonNode error = MAPPER.readTree(answer.body()).path("error");
    assertEquals("INVALID_ARGUMENT", error.path("status").asText());
    assertEquals(List.of(), emulator.messages());
  }

  @Test
  void credentialsAreAskedFor() throws Exception {
    HttpResponse<String> answer =
        send(request(SEND).POST(BodyPublishers.ofString("{\"message\":{\"token\":\"t\"}}")));
    assertEquals(401, answer.statusCode());
  }

  @Test
  void messagesAreListedAndCleared() throws Exception {
    messaging().send(to("phone-1"));
    messaging().send(to("phone-2"));
    JsonNode listed = MAPPER.readTree(send(request("/messages").GET()).body());
    assertEquals("phone-1", listed.path(0).path("token").asText());
    assertEquals("phone-2", listed.path(1).path("token").asText());

    assertEquals(204, send(request("/messages").DELETE()).statusCode());
    assertEquals("[]", send(request("/messages").GET()).body());
    assertEquals(404, send(request("/v1/projects/demo/other").GET()).statusCode());
  }

  @Test
  void messagesSurviveARestart() throws Exception {
    messaging().send(to("phone-1"));
    List<JsonNode> before = emulator.messages();
    stop();
    Path file = directory.resolve("messages.jsonl");
    Files.writeString(file, "{\"token\":\"half wri", StandardOpenOption.APPEND);
    start();
    assertEquals(before, emulator.messages());
    messaging().send(to("phone-2"));
    stop();
    start();
    assertEquals(2, emulator.messages().size());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(emulator.endpoint() + path));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        request(path).header("Authorization", "Bearer local").POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
