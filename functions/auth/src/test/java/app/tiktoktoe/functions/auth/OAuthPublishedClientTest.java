package app.tiktoktoe.functions.auth;

import static app.tiktoktoe.functions.auth.OAuthClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apps that publish who they are, honest ones and others. */
class OAuthPublishedClientTest {
  private static final String APP = "https://app.test";
  private static final String ID = APP + "/client.json";
  private static final String BACK = APP + "/back";
  private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final String HANDLE = "published.tiktoktoe.test";

  private static final Map<String, String> PUBLISHED = new ConcurrentHashMap<>();
  private static HttpServer site;
  private static AuthServer server;
  private static ECKey appKey;

  private OAuthClient client;

  @BeforeAll
  static void start() throws Exception {
    appKey = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] body = PUBLISHED.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
          exchange
              .getResponseHeaders()
              .set("Content-Type", path.endsWith(".html") ? "text/html" : "application/json");
          if (path.equals("/moved.json")) {
            exchange.getResponseHeaders().set("Location", ID);
          }
          exchange.sendResponseHeaders(path.equals("/moved.json") ? 302 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    site.start();
    PUBLISHED.put("/client.json", metadata(ID));
    PUBLISHED.put("/keys.json", new JWKSet(appKey.toPublicJWK()).toString());
    PUBLISHED.put("/bomb.json", "[".repeat(30_000) + "]".repeat(30_000));
    PUBLISHED.put("/large.json", metadata(APP + "/large.json") + " ".repeat(70_000));
    PUBLISHED.put("/another.json", metadata(ID));
    PUBLISHED.put("/page.html", metadata(APP + "/page.html"));
    PUBLISHED.put(
        "/twice.json",
        metadata(APP + "/twice.json").replaceFirst("\\{", "{\"scope\":\"atproto\","));
    PUBLISHED.put("/empty.json", "");
    server =
        AuthServer.start(
            Map.of(
                "OUTBOUND_EMULATOR_HOST",
                "app.test=http://localhost:" + site.getAddress().getPort()));
    AuthServer.Answer created =
        server.post(
            "com.atproto.server.createAccount",
            "{\"handle\":\""
                + HANDLE
                + "\",\"email\":\"published@user.test\",\"password\":\"password\"}");
    assertEquals(200, created.status(), created.body());
  }

  private static String metadata(String id) {
    return """
    {"client_id":"%s","client_name":"An <b>app</b>","redirect_uris":["%s"],
     "scope":"atproto repo:* transition:email","response_types":["code"],
     "grant_types":["authorization_code","refresh_token"],"dpop_bound_access_tokens":true,
     "token_endpoint_auth_method":"private_key_jwt","token_endpoint_auth_signing_alg":"ES256",
     "jwks_uri":"%s/keys.json"}\
    """
        .formatted(id, BACK, APP);
  }

  @AfterAll
  static void stop() {
    server.close();
    site.stop(0);
  }

  @BeforeEach
  void newClient() throws Exception {
    client = new OAuthClient(server.origin(), ID, BACK);
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ID)
        .subject(ID)
        .audience(server.origin())
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(Instant.now()));
  }

  private static String assertion(ECKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private static Map<String, String> with(Map<String, String> form, String assertion) {
    Map<String, String> all = new LinkedHashMap<>(form);
    all.put("client_assertion_type", ASSERTION);
    all.put("client_assertion", assertion);
    return all;
  }

  private HttpResponse<String> push(String assertion) throws Exception {
    client.proved("/oauth/par", Map.of("client_id", ID));
    return client.proved("/oauth/par", with(client.pushed(), assertion));
  }

  private static void assertError(String error, HttpResponse<String> response) throws Exception {
    assertEquals(error, response.statusCode() + " " + json(response).path("error").asText());
  }

  @Test
  void aConfidentialAppShowsItsKeyEachTime() throws Exception {
    HttpResponse<String> pushed = push(assertion(appKey, claims().build()));
    assertEquals(201, pushed.statusCode(), pushed.body());
    HttpResponse<String> page = client.page(json(pushed).path("request_uri").asText());
    assertTrue(page.body().contains("<strong>app.test</strong>"), page.body());
    assertTrue(page.body().contains("An &lt;b&gt;app&lt;/b&gt;"), page.body());
    Map<String, String> form = OAuthClient.hidden(page);
    form.put("identifier", HANDLE);
    form.put("password", "password");
    String cookie = OAuthClient.cookie(page);
    HttpResponse<String> consent = client.post("/oauth/authorize/sign-in", form, "Cookie", cookie);
    Map<String, String> allow = OAuthClient.hidden(consent);
    allow.put("answer", "allow");
    HttpResponse<String> back = client.post("/oauth/authorize/consent", allow, "Cookie", cookie);
    Map<String, String> exchange = new HashMap<>();
    exchange.put("grant_type", "authorization_code");
    exchange.put("client_id", ID);
    exchange.put("redirect_uri", BACK);
    exchange.put("code", OAuthClient.answer(back).getOrDefault("code", ""));
    exchange.put("code_verifier", client.verifier);
    assertError("401 invalid_client", client.proved("/oauth/token", exchange));
    HttpResponse<String> tokens =
        client.proved("/oauth/token", with(exchange, assertion(appKey, claims().build())));
    assertEquals(200, tokens.statusCode(), tokens.body());
    Map<String, String> refresh =
        Map.of(
            "grant_type",
            "refresh_token",
            "client_id",
            ID,
            "refresh_token",
            json(tokens).path("refresh_token").asText());
    assertError("401 invalid_client", client.proved("/oauth/token", refresh));
    HttpResponse<String> again =
        client.proved("/oauth/token", with(refresh, assertion(appKey, claims().build())));
    assertEquals(200, again.statusCode(), again.body());
  }

  @Test
  void anAssertionIsForUsForNowAndForOnce() throws Exception {
    ECKey thief = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    assertError("401 invalid_client", push(assertion(thief, claims().build())));
    assertError(
        "401 invalid_client",
        push(assertion(appKey, claims().audience("https://evil.example").build())));
    assertError(
        "401 invalid_client",
        push(assertion(appKey, claims().issuer("https://evil.example/c.json").build())));
    Instant old = Instant.now().minusSeconds(120);
    assertError(
        "401 invalid_client", push(assertion(appKey, claims().issueTime(Date.from(old)).build())));
    String once = assertion(appKey, claims().build());
    assertEquals(201, push(once).statusCode());
    client = new OAuthClient(server.origin(), ID, BACK);
    assertError("400 invalid_request", push(once));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bomb.json",
        "/large.json",
        "/another.json",
        "/page.html",
        "/twice.json",
        "/empty.json",
        "/moved.json",
        "/client.json#fragment",
        "/../client.json"
      })
  void whatIsNoMetadataIsRefused(String path) throws Exception {
    OAuthClient other = new OAuthClient(server.origin(), APP + path, BACK);
    other.proved("/oauth/par", other.pushed());
    assertError("400 invalid_client_metadata", other.proved("/oauth/par", other.pushed()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.test/back/more",
        "https://app.test/back?next=https://evil.example",
        "https://app.test.evil.example/back",
        "https://app.test@evil.example/back",
        "https://app.test/back#x",
        "HTTPS://app.test/back",
        "https://app.test/%62ack",
        "https://app.test/back\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "//evil.example/back"
      })
  void onlyTheNamedAddressIsRedirectedTo(String uri) throws Exception {
    client.proved("/oauth/par", Map.of("client_id", ID));
    Map<String, String> form = client.pushed();
    form.put("redirect_uri", uri);
    assertError(
        "400 invalid_request",
        client.proved("/oauth/par", with(form, assertion(appKey, claims().build()))));
  }

  @Test
  void whatAnAppSendsCannotBecomeAHeader() throws Exception {
    client.proved("/oauth/par", Map.of("client_id", ID));
    Map<String, String> form = client.pushed();
    form.put("state", "a\r\nSet-Cookie: stolen=1\r\n\r\n<script>");
    HttpResponse<String> pushed =
        client.proved("/oauth/par", with(form, assertion(appKey, claims().build())));
    HttpResponse<String> page = client.page(json(pushed).path("request_uri").asText());
    Map<String, String> deny = OAuthClient.hidden(page);
    deny.put("answer", "deny");
    HttpResponse<String> back =
        client.post("/oauth/authorize/sign-in", deny, "Cookie", OAuthClient.cookie(page));
    assertEquals(303, back.statusCode());
    assertTrue(back.headers().firstValue("Set-Cookie").isEmpty());
    assertEquals(
        "a\r\nSet-Cookie: stolen=1\r\n\r\n<script>", OAuthClient.answer(back).get("state"));
    assertTrue(
        back.headers()
            .firstValue("Location")
            .orElseThrow()
            .contains("state=a%0D%0ASet-Cookie%3A%20stolen%3D1"));
  }
}
