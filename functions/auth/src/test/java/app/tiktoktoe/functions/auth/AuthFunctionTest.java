package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.serviceauth.ServiceToken;
import app.tiktoktoe.functions.auth.AuthServer.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.pubsub.v1.PubsubMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuthFunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static AuthServer server;

  private final String name = "user" + NAMES.incrementAndGet();
  private final String handle = name + ".tiktoktoe.test";
  private final String email = name + "@example.com";

  @BeforeAll
  static void start() throws Exception {
    server = AuthServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String json(String... namesAndValues) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return JSON.writeValueAsString(fields);
  }

  private Answer signUp() throws IOException, InterruptedException {
    Answer answer =
        server.post(
            "com.atproto.server.createAccount",
            json("handle", handle, "email", email, "password", "password"));
    assertEquals(200, answer.status(), answer.body());
    return answer;
  }

  private static Answer signIn(String identifier, String password)
      throws IOException, InterruptedException {
    return server.post(
        "com.atproto.server.createSession", json("identifier", identifier, "password", password));
  }

  private static void assertError(int status, String error, Answer answer) {
    assertEquals(error, answer.text("error"), answer.body());
    assertEquals(status, answer.status());
    assertFalse(answer.text("message").isEmpty());
  }

  @Test
  void aNewAccountIsKnownEverywhereAtOnce() throws Exception {
    Answer account = signUp();
    String did = account.text("did");
    assertEquals(handle, account.text("handle"));
    assertEquals(
        did, server.get("/xrpc/com.atproto.identity.resolveHandle?handle=" + handle).text("did"));
    assertTrue(
        server.getFromHost(handle + ":443", "/.well-known/atproto-did").endsWith("\r\n\r\n" + did));
    DidDocument document = DidDocument.fromJson(account.json().get("didDoc"));
    assertEquals(server.origin(), document.pdsEndpoint().orElseThrow().toString());
    List<PubsubMessage> events = server.pubsub().pull("commits-test", 4, Duration.ofSeconds(10));
    assertEquals(4, events.size());
  }

  @Test
  void aSessionIsOpenedReadRefreshedAndClosed() throws Exception {
    String did = signUp().text("did");
    Answer session = signIn(email, "password");
    assertEquals(200, session.status());
    assertEquals(did, session.text("did"));
    assertTrue(session.json().get("active").asBoolean());

    Answer read = server.get("/xrpc/com.atproto.server.getSession", session.text("accessJwt"));
    assertEquals(email, read.text("email"));
    assertFalse(read.json().has("refreshJwt"));

    Answer fresh = server.post("com.atproto.server.refreshSession", session.text("refreshJwt"), "");
    assertEquals(200, fresh.status(), fresh.body());
    assertNotEquals(session.text("refreshJwt"), fresh.text("refreshJwt"));

    Answer closed = server.post("com.atproto.server.deleteSession", fresh.text("refreshJwt"), "");
    assertEquals(200, closed.status());
    assertEquals("", closed.body());
    assertError(
        400,
        "ExpiredToken",
        server.post("com.atproto.server.refreshSession", fresh.text("refreshJwt"), ""));
  }

  @Test
  void wrongCredentialsAndTokensAreRefused() throws Exception {
    Answer account = signUp();
    assertError(401, "AuthenticationRequired", signIn(handle, "wrong password"));
    assertError(401, "AuthenticationRequired", signIn("nobody.tiktoktoe.test", "password"));
    String path = "/xrpc/com.atproto.server.getSession";
    assertError(401, "AuthMissing", server.get(path));
    assertError(400, "InvalidToken", server.get(path, "garbage"));
    assertError(400, "InvalidToken", server.get(path, account.text("refreshJwt")));
    assertError(400, "InvalidToken", server.get(path, account.text("accessJwt") + "x"));
    assertError(
        400,
        "InvalidToken",
        server.post("com.atproto.server.refreshSession", account.text("accessJwt"), ""));
  }

  @Test
  void aSignUpIsRefusedByName() throws Exception {
    signUp();
    String method = "com.atproto.server.createAccount";
    assertError(
        400,
        "InvalidRequest",
        server.post(
            method, json("handle", handle, "email", "x@example.com", "password", "password")));
    assertError(
        400,
        "InvalidRequest",
        server.post(method, json("handle", "x" + handle, "email", email, "password", "password")));
    assertError(
        400,
        "UnsupportedDomain",
        server.post(
            method, json("handle", name + ".com", "email", "x" + email, "password", "password")));
    assertError(
        400,
        "InvalidPassword",
        server.post(
            method,
            json("handle", "x" + handle, "email", "x" + email, "password", "x".repeat(73))));
    assertError(
        401,
        "AuthenticationRequired",
        server.post(
            method,
            json(
                "handle",
                "x" + handle,
                "email",
                "x" + email,
                "password",
                "password",
                "did",
                "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa")));
    assertError(400, "InvalidRequest", server.post(method, json("handle", handle)));
  }

  @Test
  void aServiceTokenIsSignedByTheAccount() throws Exception {
    Answer account = signUp();
    String access = account.text("accessJwt");
    String path = "/xrpc/com.atproto.server.getServiceAuth?aud=did:web:video.test";
    Answer answer = server.get(path + "&lxm=com.atproto.repo.uploadBlob", access);
    assertEquals(200, answer.status(), answer.body());
    ServiceToken token = ServiceToken.parse(answer.text("token"));
    assertEquals(account.text("did"), token.claims().issuer());
    assertTrue(
        token.verify(
            DidDocument.fromJson(account.json().get("didDoc")).signingKey().orElseThrow()));

    long now = Instant.now().getEpochSecond();
    assertError(400, "BadExpiration", server.get(path + "&exp=" + (now - 10), access));
    assertError(400, "BadExpiration", server.get(path + "&exp=" + (now + 120), access));
    assertError(
        400,
        "BadExpiration",
        server.get(path + "&lxm=app.bsky.feed.getFeed&exp=" + (now + 3700), access));
    assertEquals(
        200, server.get(path + "&lxm=app.bsky.feed.getFeed&exp=" + (now + 3500), access).status());
    assertError(
        400, "InvalidRequest", server.get(path + "&lxm=com.atproto.server.updateEmail", access));
    assertEquals(200, server.get(path + "%23atproto_pds", access).status());
    assertError(400, "InvalidRequest", server.get(path + "%23", access));
  }

  @Test
  void anAccountIsSwitchedOffAndOn() throws Exception {
    String access = signUp().text("accessJwt");
    String session = "/xrpc/com.atproto.server.getSession";
    String check = "/xrpc/com.atproto.server.checkAccountStatus";
    JsonNode fresh = server.get(check, access).json();
    assertTrue(fresh.get("activated").asBoolean(), fresh.toString());
    assertTrue(fresh.get("validDid").asBoolean());
    assertEquals(2, fresh.get("repoBlocks").asInt());
    assertEquals(0, fresh.get("indexedRecords").asInt());
    Answer off = server.post("com.atproto.server.deactivateAccount", access, "{}");
    assertFalse(server.get(check, access).json().get("activated").asBoolean());
    assertEquals(200, off.status(), off.body());
    assertEquals("", off.body());
    assertEquals("deactivated", server.get(session, access).text("status"));
    assertFalse(server.get(session, access).json().get("active").asBoolean());
    assertFalse(signIn(handle, "password").json().get("active").asBoolean());
    String resolve = "/xrpc/com.atproto.identity.resolveHandle?handle=" + handle;
    assertError(400, "InvalidRequest", server.get(resolve));
    Answer on = server.post("com.atproto.server.activateAccount", access, "");
    assertEquals(200, on.status(), on.body());
    assertTrue(server.get(session, access).json().get("active").asBoolean());
    assertEquals(200, server.get(resolve).status());
    List<PubsubMessage> events = server.pubsub().pull("commits-test", 8, Duration.ofSeconds(10));
    assertEquals(8, events.size());
  }

  @Test
  void anIdentityIsAdvisedOnAndChangedOnlyAsItShould() throws Exception {
    Answer account = signUp();
    String access = account.text("accessJwt");
    JsonNode advice =
        server.get("/xrpc/com.atproto.identity.getRecommendedDidCredentials", access).json();
    assertEquals("at://" + handle, advice.at("/alsoKnownAs/0").asText());
    assertEquals(server.origin(), advice.at("/services/atproto_pds/endpoint").asText());
    assertTrue(advice.at("/rotationKeys/0").asText().startsWith("did:key:"));
    assertTrue(advice.at("/verificationMethods/atproto").asText().startsWith("did:key:"));
    assertEquals(4, advice.size());
    assertEquals(
        200, server.post("com.atproto.identity.requestPlcOperationSignature", access, "").status());
    assertError(
        400, "InvalidRequest", server.post("com.atproto.identity.signPlcOperation", access, "{}"));
    assertError(
        400,
        "InvalidToken",
        server.post("com.atproto.identity.signPlcOperation", access, json("token", "aaaaa-bbbbb")));
    assertError(
        400,
        "InvalidRequest",
        server.post("com.atproto.identity.submitPlcOperation", access, "{\"operation\":{}}"));
  }

  @Test
  void deletionAndReservationAnswerOverHttp() throws Exception {
    Answer account = signUp();
    assertEquals(
        200,
        server
            .post("com.atproto.server.requestAccountDelete", account.text("accessJwt"), "")
            .status());
    assertError(
        400,
        "InvalidToken",
        server.post(
            "com.atproto.server.deleteAccount",
            json("did", account.text("did"), "password", "password", "token", "aaaaa-bbbbb")));
    String reserve = "com.atproto.server.reserveSigningKey";
    String did = json("did", "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    assertEquals(
        server.post(reserve, did).text("signingKey"), server.post(reserve, did).text("signingKey"));
    assertTrue(server.post(reserve, "{}").text("signingKey").startsWith("did:key:"));
  }

  @Test
  void preferencesAreReplacedAsAWhole() throws Exception {
    String access = signUp().text("accessJwt");
    String path = "/xrpc/app.bsky.actor.getPreferences";
    String method = "app.bsky.actor.putPreferences";
    assertEquals("{\"preferences\":[]}", server.get(path, access).body());
    String adult =
        "{\"preferences\":[{\"$type\":\"app.bsky.actor.defs#adultContentPref\",\"enabled\":true}]}";
    Answer put = server.post(method, access, adult);
    assertEquals(200, put.status(), put.body());
    assertEquals("", put.body());
    assertEquals(adult, server.get(path, access).body());
    String tags =
        "{\"preferences\":[{\"$type\":\"app.bsky.actor.defs#interestsPref\",\"tags\":[]}]}";
    assertEquals(200, server.post(method, access, tags).status());
    assertEquals(tags, server.get(path, access).body());
    assertError(
        400,
        "InvalidRequest",
        server.post(method, access, "{\"preferences\":[{\"$type\":\"com.example.pref\"}]}"));
    assertError(401, "AuthMissing", server.get(path));
  }

  @Test
  void theServiceDescribesItself() throws Exception {
    Answer description = server.get("/xrpc/com.atproto.server.describeServer");
    assertEquals(".tiktoktoe.test", description.json().at("/availableUserDomains/0").asText());
    assertEquals("unreleased", server.get("/xrpc/_health").text("version"));
    DidDocument document = DidDocument.fromJson(server.get("/.well-known/did.json").json());
    assertEquals(description.text("did"), document.id().value());
    assertEquals(
        server.origin(),
        document.serviceEndpoint("bsky_appview", "BskyAppView").orElseThrow().toString());
    assertTrue(document.serviceEndpoint("bsky_notif", "BskyNotificationService").isPresent());
    assertTrue(document.pdsEndpoint().isPresent());
  }

  @Test
  void aHandleOfNobodyResolvesToNothing() throws Exception {
    assertError(
        400,
        "InvalidRequest",
        server.get("/xrpc/com.atproto.identity.resolveHandle?handle=nobody.tiktoktoe.test"));
    assertError(
        400,
        "InvalidRequest",
        server.get("/xrpc/com.atproto.identity.resolveHandle?handle=bsky.app"));
    assertTrue(
        server
            .getFromHost("nobody.tiktoktoe.test", "/.well-known/atproto-did")
            .startsWith("HTTP/1.1 404"));
    assertTrue(
        server.getFromHost("localhost", "/.well-known/atproto-did").startsWith("HTTP/1.1 404"));
  }

  @Test
  void anotherHandleIsKnownAtOnceAndTheIdentityNamesIt() throws Exception {
    Answer account = signUp();
    String token = account.text("accessJwt");
    String did = account.text("did");
    String other = "new" + name + ".tiktoktoe.test";
    Answer done = server.post("com.atproto.identity.updateHandle", token, json("handle", other));
    assertEquals(200, done.status(), done.body());
    assertEquals("", done.body());
    assertEquals(other, server.get("/xrpc/com.atproto.server.getSession", token).text("handle"));
    Answer identity = server.get("/xrpc/com.atproto.identity.resolveIdentity?identifier=" + other);
    assertEquals(did, identity.text("did"));
    assertEquals(other, identity.text("handle"));
    assertEquals(
        did,
        server
            .get("/xrpc/com.atproto.identity.resolveDid?did=" + did)
            .json()
            .at("/didDoc/id")
            .asText());
    assertEquals(
        other,
        server
            .post("com.atproto.identity.refreshIdentity", json("identifier", did))
            .text("handle"));
    assertError(
        400,
        "HandleNotAvailable",
        server.post(
            "com.atproto.identity.updateHandle", token, json("handle", "supp0rt.tiktoktoe.test")));
    assertError(
        400,
        "DidNotFound",
        server.get("/xrpc/com.atproto.identity.resolveDid?did=did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"));
  }

  @Test
  void aHandleIsOfferedOrOthersLikeIt() throws Exception {
    String path = "/xrpc/com.atproto.temp.checkHandleAvailability?handle=" + handle;
    String type = "com.atproto.temp.checkHandleAvailability#result";
    assertEquals(type + "Available", server.get(path).json().at("/result/$type").asText());
    signUp();
    JsonNode taken = server.get(path).json();
    assertEquals(type + "Unavailable", taken.at("/result/$type").asText());
    assertEquals(3, taken.at("/result/suggestions").size(), taken.toString());
    assertTrue(taken.at("/result/suggestions/0/handle").asText().startsWith(name));
    assertError(400, "InvalidEmail", server.get(path + "&email=nobody"));
  }

  @Test
  void mailsAreAskedForAndTheirTokensChecked() throws Exception {
    String token = signUp().text("accessJwt");
    assertEquals(
        200, server.post("com.atproto.server.requestEmailConfirmation", token, "").status());
    assertError(
        400,
        "InvalidToken",
        server.post(
            "com.atproto.server.confirmEmail",
            token,
            json("email", email, "token", "aaaaa-bbbbb")));
    assertFalse(
        server
            .post("com.atproto.server.requestEmailUpdate", token, "")
            .json()
            .path("tokenRequired")
            .asBoolean(true));
    String other = "other-" + email;
    assertEquals(
        200, server.post("com.atproto.server.updateEmail", token, json("email", other)).status());
    assertEquals(other, server.get("/xrpc/com.atproto.server.getSession", token).text("email"));
    Answer known = server.post("com.atproto.server.requestPasswordReset", json("email", other));
    Answer unknown = server.post("com.atproto.server.requestPasswordReset", json("email", email));
    assertEquals(200, known.status(), known.body());
    assertEquals(known.status(), unknown.status());
    assertEquals(known.body(), unknown.body());
    assertEquals("15;w=3600 14", limit(known));
    assertEquals("15;w=3600 13", limit(unknown));
    assertError(
        400,
        "InvalidToken",
        server.post(
            "com.atproto.server.resetPassword",
            json("token", "aaaaa-bbbbb", "password", "another word")));
  }

  /** Nothing of the limit per e-mail address, which is tighter. */
  private static String limit(Answer answer) {
    return answer.http().headers().firstValue("RateLimit-Policy").orElse("")
        + " "
        + answer.http().headers().firstValue("RateLimit-Remaining").orElse("");
  }
}
