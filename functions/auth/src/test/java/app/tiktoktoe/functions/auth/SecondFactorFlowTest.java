package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Base32;
import app.tiktoktoe.functions.auth.AuthServer.Answer;
import app.tiktoktoe.testkit.SoftAuthenticator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Second factors at the wire: sessions, what takes a fresh proof, and the page of OAuth. */
class SecondFactorFlowTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String PROOF = "{\"password\":\"password\"}";
  private static AuthServer server;

  private final String handle = "factor" + NAMES.incrementAndGet() + ".tiktoktoe.test";
  private final Deque<String> recovery = new ArrayDeque<>();
  private String token = "";
  private byte[] secret = new byte[0];
  private long step;

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
    Answer created =
        server.post(
            "com.atproto.server.createAccount",
            "{\"handle\":\"%s\",\"email\":\"%s@example.com\",\"password\":\"password\"}"
                .formatted(handle, handle));
    assertEquals(200, created.status(), created.body());
    token = created.text("accessJwt");
  }

  private Answer auth(String method, String json) throws Exception {
    return server.post("app.tiktoktoe.auth." + method, token, json);
  }

  private static void assertError(int status, String error, Answer answer) {
    assertEquals(status + " " + error, answer.status() + " " + answer.text("error"));
  }

  private static String code(byte[] secret, long step) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret, "HmacSHA1"));
    ByteBuffer digest = ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(8).putLong(step).array()));
    int number = digest.getInt(digest.get(19) & 0xf) & 0x7fff_ffff;
    return "%06d".formatted(number % 1_000_000);
  }

  private void turnCodesOn() throws Exception {
    Answer begun = auth("beginTotp", PROOF);
    assertEquals(200, begun.status(), begun.body());
    secret = Base32.decode(begun.text("secret").toLowerCase(Locale.ROOT));
    step = Instant.now().getEpochSecond() / 30;
    keep(auth("confirmTotp", "{\"code\":\"" + code(secret, step) + "\"}"));
  }

  private void keep(Answer answer) {
    assertEquals(200, answer.status(), answer.body());
    answer.json().path("recoveryCodes").forEach(code -> recovery.add(code.asText()));
  }

  private SoftAuthenticator addPasskey(String proof) throws Exception {
    SoftAuthenticator device = new SoftAuthenticator(server.origin());
    Answer begun = auth("beginPasskey", proof);
    assertEquals(200, begun.status(), begun.body());
    ObjectNode input = JSON.createObjectNode().put("name", "phone");
    input.set("credential", device.register(begun.json().path("options")));
    keep(auth("addPasskey", input.toString()));
    return device;
  }

  private String withCode(String code) {
    return "{\"code\":\"" + code + "\"}";
  }

  private Answer signIn(String password, String code) throws Exception {
    ObjectNode input = JSON.createObjectNode().put("identifier", handle).put("password", password);
    if (!code.isEmpty()) {
      input.put("authFactorToken", code);
    }
    return server.post("com.atproto.server.createSession", input.toString());
  }

  @Test
  void aSessionTakesACodeOnceOneIsOn() throws Exception {
    turnCodesOn();
    assertError(401, "AuthenticationRequired", signIn("wrong", ""));
    assertError(401, "AuthFactorTokenRequired", signIn("password", ""));
    assertError(400, "InvalidToken", signIn("password", code(secret, step - 20)));
    Answer session = signIn("password", code(secret, step + 1));
    assertEquals(200, session.status(), session.body());
    assertFalse(session.json().path("emailAuthFactor").asBoolean());
    assertError(400, "InvalidToken", signIn("password", code(secret, step + 1)));
    assertEquals(200, signIn("password", recovery.pop()).status());
    Answer factors = server.get("/xrpc/app.tiktoktoe.auth.getFactors", token);
    assertTrue(factors.json().path("totp").asBoolean(), factors.body());
    assertEquals(9, factors.json().path("recoveryCodesLeft").asInt());
  }

  @Test
  void whatIsHardToUndoTakesAFreshProof() throws Exception {
    assertEquals(200, server.post("com.atproto.server.requestAccountDelete", token, "").status());
    turnCodesOn();
    String other = "{\"email\":\"new-" + handle + "@example.com\"}";
    String sign = "{\"token\":\"aaaaa-bbbbb\"}";
    assertError(
        401,
        "AuthFactorTokenRequired",
        server.post("com.atproto.server.requestAccountDelete", token, ""));
    assertError(
        401,
        "AuthFactorTokenRequired",
        server.post("com.atproto.server.updateEmail", token, other));
    assertError(
        401,
        "AuthFactorTokenRequired",
        server.post("com.atproto.identity.signPlcOperation", token, sign));
    assertError(400, "InvalidToken", auth("stepUp", withCode("000000")));
    assertEquals(200, auth("stepUp", withCode(recovery.pop())).status());
    assertEquals(200, server.post("com.atproto.server.updateEmail", token, other).status());
    assertError(
        400, "InvalidToken", server.post("com.atproto.identity.signPlcOperation", token, sign));
    Answer off = auth("disableFactor", "{\"factor\":\"totp\"}");
    assertEquals(200, off.status(), off.body());
    assertEquals(200, signIn("password", "").status());
  }

  private record Visit(OAuthClient app, HttpResponse<String> first, HttpResponse<String> page) {
    HttpResponse<String> send(String step, Map<String, String> fields) throws Exception {
      Map<String, String> form = OAuthClient.hidden(page);
      form.remove("passkey");
      form.putAll(fields);
      return app.post("/oauth/authorize/" + step, form, "Cookie", OAuthClient.cookie(first));
    }
  }

  private Visit visit() throws Exception {
    OAuthClient app = new OAuthClient(server.origin());
    app.proved("/oauth/par", app.pushed());
    HttpResponse<String> pushed = app.proved("/oauth/par", app.pushed());
    HttpResponse<String> first = app.page(OAuthClient.json(pushed).path("request_uri").asText());
    HttpResponse<String> page =
        new Visit(app, first, first)
            .send("sign-in", Map.of("identifier", handle, "password", "password"));
    assertEquals(200, page.statusCode(), page.body());
    assertTrue(page.body().contains("One thing more"), page.body());
    return new Visit(app, first, page);
  }

  private static void assertConsent(HttpResponse<String> page) {
    assertEquals(200, page.statusCode(), page.body());
    assertTrue(page.body().contains("Allow this app?"), page.body());
  }

  @Test
  void thePageAsksForACodeBeforeItAsksForConsent() throws Exception {
    turnCodesOn();
    Visit visit = visit();
    assertFalse(visit.page().body().contains("<script"), visit.page().body());
    assertEquals(400, visit.send("consent", Map.of("answer", "allow")).statusCode());
    HttpResponse<String> wrong = visit.send("second-factor", Map.of("code", "000000"));
    assertEquals(400, wrong.statusCode());
    assertTrue(wrong.body().contains("role=\"alert\""), wrong.body());
    HttpResponse<String> consent =
        visit.send("second-factor", Map.of("code", code(secret, step + 1)));
    assertConsent(consent);
    HttpResponse<String> back =
        new Visit(visit.app(), visit.first(), consent).send("consent", Map.of("answer", "allow"));
    assertEquals(303, back.statusCode(), back.body());
    assertFalse(OAuthClient.answer(back).getOrDefault("code", "").isEmpty());
    assertConsent(visit().send("second-factor", Map.of("code", recovery.pop())));
  }

  @Test
  void theFormOfThePageIsNobodyElses() throws Exception {
    turnCodesOn();
    Visit visit = visit();
    Map<String, String> form = OAuthClient.hidden(visit.page());
    form.put("code", recovery.pop());
    String path = "/oauth/authorize/second-factor";
    assertEquals(400, visit.app().post(path, form).statusCode());
    Visit other = visit();
    assertEquals(
        400,
        visit.app().post(path, form, "Cookie", OAuthClient.cookie(other.first())).statusCode());
    form.put("ticket", OAuthClient.hidden(other.page()).get("ticket"));
    assertEquals(
        400,
        visit.app().post(path, form, "Cookie", OAuthClient.cookie(visit.first())).statusCode());
    assertEquals(
        "access_denied",
        OAuthClient.answer(other.send("second-factor", Map.of("answer", "deny"))).get("error"));
  }

  private static JsonNode options(HttpResponse<String> page) throws Exception {
    Matcher matcher = Pattern.compile("data-options=\"([^\"]*)\"").matcher(page.body());
    assertTrue(matcher.find(), page.body());
    return JSON.readTree(matcher.group(1).replace("&quot;", "\""));
  }

  @Test
  void thePageTakesAPasskeyByTheOneScriptThatItNames() throws Exception {
    SoftAuthenticator device = addPasskey(PROOF);
    Visit visit = visit();
    Matcher script =
        Pattern.compile("<script>(.*)</script>", Pattern.DOTALL).matcher(visit.page().body());
    assertTrue(script.find(), visit.page().body());
    String digest =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(script.group(1).getBytes(StandardCharsets.UTF_8)));
    String policy = visit.page().headers().firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(policy.contains("script-src 'sha256-" + digest + "';"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    String signed = device.sign(options(visit.page())).toString();
    assertEquals(400, visit().send("second-factor", Map.of("passkey", signed)).statusCode());
    assertConsent(visit.send("second-factor", Map.of("passkey", signed)));
    assertEquals(400, visit.send("second-factor", Map.of("passkey", signed)).statusCode());
  }

  @Test
  void aPasskeyStepsASessionUp() throws Exception {
    SoftAuthenticator device = addPasskey(PROOF);
    assertError(401, "AuthFactorTokenRequired", auth("beginPasskey", PROOF));
    JsonNode options = auth("beginStepUp", "").json().path("options");
    ObjectNode input = JSON.createObjectNode();
    input.set("passkey", device.sign(options));
    Answer stepped = auth("stepUp", input.toString());
    assertEquals(200, stepped.status(), stepped.body());
    addPasskey("{}");
    Answer factors = server.get("/xrpc/app.tiktoktoe.auth.getFactors", token);
    assertEquals(2, factors.json().path("passkeys").size());
    String id = factors.json().path("passkeys").path(0).path("id").asText();
    assertEquals(200, auth("removePasskey", "{\"id\":\"" + id + "\"}").status());
    assertError(401, "AuthFactorTokenRequired", signIn("password", ""));
    assertEquals(200, signIn("password", recovery.pop()).status());
  }
}
