package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.accounts.FirebaseOff;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.MissingConfigurationException;
import app.tiktoktoe.functions.auth.AuthServer.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sign-in with Firebase at the wire, by firebase-admin and an emulator of Firebase Auth. */
class FirebaseFlowTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static FirebaseEmulator emulator;
  private static FirebasePeople people;
  private static AuthServer server;

  private final String uid = "uid" + NAMES.incrementAndGet();
  private Answer alice;

  @BeforeAll
  static void start() throws Exception {
    emulator = FirebaseEmulator.start();
    server =
        AuthServer.start(
            Map.of("FIREBASE_AUTH", "on", FirebaseEmulator.VARIABLE, emulator.hostPort()));
    people = new FirebasePeople(server.project());
    emulator.serve(people);
  }

  @AfterAll
  static void stop() {
    server.close();
    emulator.close();
  }

  @BeforeEach
  void signUp() throws Exception {
    alice = signUp("alice" + uid);
    people.add(uid);
  }

  private static Answer signUp(String name) throws Exception {
    Answer created =
        server.post(
            "com.atproto.server.createAccount",
            "{\"handle\":\"%s.tiktoktoe.test\",\"email\":\"%s@example.com\",\"password\":\"password\"}"
                .formatted(name, name));
    assertEquals(200, created.status(), created.body());
    return created;
  }

  private static String token(String uid) {
    return Jwt.unsigned(people.claims(uid));
  }

  private static Answer signIn(String idToken, String code) throws Exception {
    ObjectNode input = JSON.createObjectNode().put("idToken", idToken);
    if (!code.isEmpty()) {
      input.put("authFactorToken", code);
    }
    return server.post("app.tiktoktoe.auth.signInWithFirebase", input.toString());
  }

  private static Answer link(Answer who, String idToken, String password) throws Exception {
    return server.post(
        "app.tiktoktoe.auth.linkFirebase",
        who.text("accessJwt"),
        "{\"idToken\":\"%s\",\"password\":\"%s\"}".formatted(idToken, password));
  }

  private static Answer unlink(Answer who) throws Exception {
    return server.post(
        "app.tiktoktoe.auth.unlinkFirebase", who.text("accessJwt"), "{\"password\":\"password\"}");
  }

  private static void assertError(int status, String error, Answer answer) {
    assertEquals(status + " " + error, answer.status() + " " + answer.text("error"), answer.body());
  }

  private static void assertDone(Answer answer) {
    assertEquals(200, answer.status(), answer.body());
  }

  @Test
  void whoIsLinkedSignsInUntilUnlinked() throws Exception {
    assertError(401, "LoginNotLinked", signIn(token(uid), ""));
    assertDone(link(alice, token(uid), "password"));
    assertDone(link(alice, token(uid), "password"));
    Answer session = signIn(token(uid), "");
    assertDone(session);
    assertEquals(alice.text("did"), session.text("did"));
    assertDone(server.get("/xrpc/com.atproto.server.getSession", session.text("accessJwt")));
    assertDone(server.post("com.atproto.server.refreshSession", session.text("refreshJwt"), ""));
    assertDone(unlink(alice));
    assertError(401, "LoginNotLinked", signIn(token(uid), ""));
    assertError(400, "LoginNotLinked", unlink(alice));
  }

  @Test
  void aPersonHasOneAccountAndAnAccountOnePerson() throws Exception {
    Answer bob = signUp("bob" + uid);
    String other = uid + "-other";
    people.add(other);
    assertDone(link(alice, token(uid), "password"));
    assertError(400, "LoginTaken", link(bob, token(uid), "password"));
    assertError(400, "AccountAlreadyLinked", link(alice, token(other), "password"));
    assertDone(link(bob, token(other), "password"));
    assertDone(unlink(alice));
    assertEquals(bob.text("did"), signIn(token(other), "").text("did"));
  }

  @Test
  void aSessionAloneLinksNothing() throws Exception {
    assertError(401, "AuthenticationRequired", link(alice, token(uid), "wrong"));
    assertError(
        401,
        "AuthenticationRequired",
        server.post(
            "app.tiktoktoe.auth.linkFirebase",
            alice.text("accessJwt"),
            "{\"idToken\":\"%s\"}".formatted(token(uid))));
    Answer password =
        server.post(
            "com.atproto.server.createAppPassword", alice.text("accessJwt"), "{\"name\":\"app\"}");
    Answer app =
        server.post(
            "com.atproto.server.createSession",
            "{\"identifier\":\"%s\",\"password\":\"%s\"}"
                .formatted(alice.text("handle"), password.text("password")));
    assertError(400, "InvalidToken", link(app, token(uid), "password"));
    assertError(401, "LoginNotLinked", signIn(token(uid), ""));
  }

  @Test
  void secondFactorsAreAskedForAllTheSame() throws Exception {
    assertDone(link(alice, token(uid), "password"));
    AuthenticatorApp app = AuthenticatorApp.turnedOn(server, alice.text("accessJwt"));
    assertError(401, "AuthFactorTokenRequired", signIn(token(uid), ""));
    assertError(400, "InvalidToken", signIn(token(uid), "000000"));
    assertDone(signIn(token(uid), app.recoveryCode()));
    assertError(401, "AuthFactorTokenRequired", unlink(alice));
    assertError(401, "AuthFactorTokenRequired", link(alice, token(uid), "password"));
  }

  @Test
  void badTokensAreRefusedEverywhere() throws Exception {
    assertDone(link(alice, token(uid), "password"));
    String foreign = Jwt.unsigned(people.claims(uid).put("aud", "other"));
    assertError(400, "InvalidIdToken", signIn(foreign, ""));
    assertError(400, "InvalidIdToken", link(alice, foreign, "password"));
    people.disable(uid);
    assertError(400, "InvalidIdToken", signIn(token(uid), ""));
    assertError(400, "InvalidRequest", signIn("", ""));
  }

  @Test
  void aTokenOfOursNamesTheAccountAndSignsNobodyIn() throws Exception {
    Answer made =
        server.post("app.tiktoktoe.auth.createFirebaseToken", alice.text("accessJwt"), "");
    assertDone(made);
    JsonNode claims = Jwt.claims(made.text("token"));
    assertEquals(alice.text("did"), claims.path("uid").asText());
    people.add(alice.text("did"));
    ObjectNode exchanged = people.claims(alice.text("did"));
    exchanged.withObject("/firebase").put("sign_in_provider", "custom");
    assertError(400, "ProviderNotAllowed", signIn(Jwt.unsigned(exchanged), ""));
    assertError(400, "ProviderNotAllowed", link(alice, Jwt.unsigned(exchanged), "password"));
  }

  @Test
  void whereItIsOffEverythingSaysSo() throws Exception {
    Environment off = Environment.of(Map.of("FIREBASE_AUTH", "off"));
    assertTrue(FirebaseRoutes.tokens(off, "demo-off") instanceof FirebaseOff);
    try (AuthServer other = AuthServer.start()) {
      Answer refused =
          other.post("app.tiktoktoe.auth.signInWithFirebase", "{\"idToken\":\"x.y.z\"}");
      assertError(501, "FirebaseNotConfigured", refused);
    }
  }

  @Test
  void noCloudTakesUnsignedTokens() {
    Map<String, String> cloud =
        Map.of(
            "K_SERVICE", "auth", "FIREBASE_AUTH", "on", FirebaseEmulator.VARIABLE, "localhost:1");
    MissingConfigurationException refused =
        assertThrows(MissingConfigurationException.class, () -> AuthWiring.service(cloud));
    assertTrue(
        String.valueOf(refused.getMessage())
            .contains(FirebaseEmulator.VARIABLE + " must not be set in the cloud"));
  }
}
