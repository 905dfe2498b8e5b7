package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.functions.auth.AuthServer.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an app password opens, and what it does not, as the official server answers. */
class AppPasswordTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String SERVER = "com.atproto.server.";
  private static AuthServer server;

  private final String handle = "app" + NAMES.incrementAndGet() + ".tiktoktoe.test";
  private String own = "";
  private String plain = "";
  private String privileged = "";

  @BeforeAll
  static void start() throws Exception {
    server = AuthServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void signUp() throws Exception {
    Map<String, Object> request =
        Map.of("handle", handle, "email", handle + "@example.com", "password", "password");
    own = server.post(SERVER + "createAccount", json(request)).text("accessJwt");
    plain = signedIn(make("plain", false)).text("accessJwt");
    privileged = signedIn(make("privileged", true)).text("accessJwt");
  }

  private static String json(Object value) throws Exception {
    return JSON.writeValueAsString(value);
  }

  private String make(String name, boolean isPrivileged) throws Exception {
    Answer answer =
        server.post(
            SERVER + "createAppPassword",
            own,
            json(Map.of("name", name, "privileged", isPrivileged)));
    assertEquals(200, answer.status(), answer.body());
    assertEquals(name, answer.text("name"));
    assertEquals(isPrivileged, answer.json().get("privileged").asBoolean());
    return answer.text("password");
  }

  private Answer signedIn(String password) throws Exception {
    Answer answer =
        server.post(
            SERVER + "createSession", json(Map.of("identifier", handle, "password", password)));
    assertEquals(200, answer.status(), answer.body());
    return answer;
  }

  private static void assertRefused(String error, String message, Answer answer) {
    assertEquals(400, answer.status(), answer.body());
    assertEquals(error, answer.text("error"));
    assertEquals(message, answer.text("message"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.atproto.server.createAppPassword",
        "com.atproto.server.requestAccountDelete",
        "com.atproto.server.updateEmail",
        "com.atproto.server.deactivateAccount",
        "com.atproto.server.activateAccount",
        "com.atproto.identity.requestPlcOperationSignature",
        "com.atproto.identity.signPlcOperation",
      })
  void theAccountItselfIsOutOfReach(String method) throws Exception {
    String input = json(Map.of("name", "another", "email", "x@example.com", "token", "x"));
    for (String token : new String[] {plain, privileged}) {
      assertRefused("InvalidToken", "Bad token scope", server.post(method, token, input));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chat.bsky.convo.getConvo,insufficient access to request a service auth token for the following"
        + " method: chat.bsky.convo.getConvo",
    "com.atproto.server.createAccount,insufficient access to request a service auth token for the"
        + " following method: com.atproto.server.createAccount",
  })
  void privilegedMethodsNeedAPrivilegedPassword(String method, String message) throws Exception {
    String path =
        "/xrpc/com.atproto.server.getServiceAuth?aud=did:web:chat.example.com&lxm=" + method;
    assertRefused("InvalidRequest", message, server.get(path, plain));
    assertEquals(200, server.get(path, privileged).status());
    assertEquals(200, server.get(path, own).status());
  }

  @Test
  void everythingElseIsInReach() throws Exception {
    Answer session = server.get("/xrpc/com.atproto.server.getSession", plain);
    assertEquals(handle + "@example.com", session.text("email"));
    assertEquals(200, server.get("/xrpc/com.atproto.server.checkAccountStatus", plain).status());
    assertEquals(
        200,
        server
            .get("/xrpc/com.atproto.server.getServiceAuth?aud=did:web:a.example.com", plain)
            .status());
    assertEquals(200, server.post(SERVER + "requestEmailUpdate", plain, "").status());
    assertEquals(
        200,
        server
            .post(
                "com.atproto.identity.updateHandle", plain, json(Map.of("handle", "new" + handle)))
            .status());
  }

  @Test
  void passwordsAreListedAndRevokedAlsoByAnApp() throws Exception {
    String password = make("third", false);
    Answer session = signedIn(password);
    JsonNode listed = server.get("/xrpc/com.atproto.server.listAppPasswords", plain).json();
    assertEquals(3, listed.get("passwords").size());
    assertFalse(listed.toString().contains(password));
    assertTrue(
        StreamSupport.stream(listed.get("passwords").spliterator(), false)
            .anyMatch(entry -> entry.get("name").asText().equals("third")));
    Answer revoked =
        server.post(SERVER + "revokeAppPassword", plain, json(Map.of("name", "third")));
    assertEquals(200, revoked.status(), revoked.body());
    assertEquals("", revoked.body());
    assertRefused(
        "ExpiredToken",
        "Token has been revoked",
        server.post(SERVER + "refreshSession", session.text("refreshJwt"), ""));
    assertEquals(
        401,
        server
            .post(
                SERVER + "createSession", json(Map.of("identifier", handle, "password", password)))
            .status());
  }

  @Test
  void aNameIsUsedOnce() throws Exception {
    assertRefused(
        "InvalidRequest",
        "There is an app password with this name",
        server.post(SERVER + "createAppPassword", own, json(Map.of("name", "plain"))));
  }

  @Test
  void theAccountIsNotDeletedByAnAppPassword() throws Exception {
    Answer answer =
        server.post(
            SERVER + "deleteAccount",
            json(
                Map.of(
                    "did",
                    server.get("/xrpc/com.atproto.server.getSession", own).text("did"),
                    "password",
                    make("third", true),
                    "token",
                    "aaaaa-bbbbb")));
    assertEquals(401, answer.status());
    assertEquals("Invalid did or password", answer.text("message"));
  }

  @Test
  void personalDetailsAreForTheOwnerAlone() throws Exception {
    String get = "/xrpc/app.bsky.actor.getPreferences";
    String put = "app.bsky.actor.putPreferences";
    String details =
        "{\"$type\":\"app.bsky.actor.defs#personalDetailsPref\",\"birthDate\":\"2000-01-31T00:00:00.000Z\"}";
    String tags = "{\"$type\":\"app.bsky.actor.defs#interestsPref\",\"tags\":[]}";
    String adult = "{\"$type\":\"app.bsky.actor.defs#adultContentPref\",\"enabled\":true}";
    String age =
        "{\"$type\":\"app.bsky.actor.defs#declaredAgePref\",\"isOverAge13\":true,"
            + "\"isOverAge16\":true,\"isOverAge18\":true}";
    assertEquals(200, server.post(put, own, list(details, tags, age)).status());
    assertEquals(list(details, tags, age), server.get(get, own).body());
    assertEquals(list(tags, age), server.get(get, plain).body());
    assertEquals(list(tags, age), server.get(get, privileged).body());
    assertRefused(
        "InvalidRequest",
        "Do not have authorization to set preferences: app.bsky.actor.defs#personalDetailsPref",
        server.post(put, privileged, list(details)));
    assertEquals(200, server.post(put, plain, list(adult, age)).status());
    assertEquals(list(details, adult, age), server.get(get, own).body());
  }

  private static String list(String... preferences) {
    return "{\"preferences\":[" + String.join(",", preferences) + "]}";
  }
}
