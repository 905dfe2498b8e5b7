package app.tiktoktoe.functions.auth;

import static app.tiktoktoe.functions.auth.OAuthClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OAuthFlowTest {
  private static final String SESSION = "/xrpc/com.atproto.server.getSession";
  private static final String HANDLE = "app-user.tiktoktoe.test";

  private static AuthServer server;
  private OAuthClient client;

  @BeforeAll
  static void start() throws Exception {
    server = AuthServer.start();
    AuthServer.Answer created =
        server.post(
            "com.atproto.server.createAccount",
            "{\"handle\":\""
                + HANDLE
                + "\",\"email\":\"app@user.test\",\"password\":\"password\"}");
    assertEquals(200, created.status(), created.body());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void newClient() throws Exception {
    client = new OAuthClient(server.origin());
  }

  private static void assertError(int status, String error, HttpResponse<String> response)
      throws Exception {
    assertEquals(
        status + " " + error, response.statusCode() + " " + json(response).path("error").asText());
  }

  private String push() throws Exception {
    assertError(400, "use_dpop_nonce", client.proved("/oauth/par", client.pushed()));
    HttpResponse<String> pushed = client.proved("/oauth/par", client.pushed());
    assertEquals(201, pushed.statusCode(), pushed.body());
    return json(pushed).path("request_uri").asText();
  }

  private HttpResponse<String> signIn(HttpResponse<String> page, String password) throws Exception {
    Map<String, String> form = OAuthClient.hidden(page);
    form.put("identifier", HANDLE);
    form.put("password", password);
    return client.post("/oauth/authorize/sign-in", form, "Cookie", OAuthClient.cookie(page));
  }

  private Map<String, String> allow(String... scopes) throws Exception {
    HttpResponse<String> page = client.page(push());
    HttpResponse<String> consent = signIn(page, "password");
    assertEquals(200, consent.statusCode(), consent.body());
    assertTrue(consent.body().contains("See your e-mail address"), consent.body());
    Map<String, String> form = OAuthClient.hidden(consent);
    form.put("answer", "allow");
    if (scopes.length > 0) {
      form.put("scope", scopes[0]);
    }
    HttpResponse<String> back =
        client.post("/oauth/authorize/consent", form, "Cookie", OAuthClient.cookie(page));
    assertEquals(303, back.statusCode(), back.body());
    assertTrue(
        back.headers().firstValue("Location").orElseThrow().startsWith(OAuthClient.BACK + "?"));
    return OAuthClient.answer(back);
  }

  private Map<String, String> exchange(String code) {
    return new HashMap<>(
        Map.of(
            "grant_type", "authorization_code",
            "client_id", OAuthClient.ID,
            "redirect_uri", OAuthClient.BACK,
            "code", code,
            "code_verifier", client.verifier));
  }

  private HttpResponse<String> refresh(String token) throws Exception {
    return client.proved(
        "/oauth/token",
        Map.of("grant_type", "refresh_token", "client_id", OAuthClient.ID, "refresh_token", token));
  }

  @Test
  void anAppSignsInCallsRefreshesAndRevokes() throws Exception {
    Map<String, String> answer = allow("repo:*");
    assertEquals(server.origin(), answer.get("iss"));
    assertEquals("a state & more", answer.get("state"));
    HttpResponse<String> tokens =
        client.proved("/oauth/token", exchange(answer.getOrDefault("code", "")));
    assertEquals(200, tokens.statusCode(), tokens.body());
    assertEquals("atproto repo:*", json(tokens).path("scope").asText());
    assertEquals("DPoP", json(tokens).path("token_type").asText());
    String access = json(tokens).path("access_token").asText();
    String proof = client.proof("GET", SESSION, access);
    HttpResponse<String> session = client.get(SESSION, access, proof);
    assertEquals(200, session.statusCode(), session.body());
    assertEquals(HANDLE, json(session).path("handle").asText());
    assertFalse(json(session).has("email"), "the person unticked the address");
    assertTrue(session.headers().firstValue("DPoP-Nonce").isPresent());
    assertError(401, "invalid_dpop_proof", client.get(SESSION, access, proof));
    assertError(400, "InvalidToken", server(access));
    String first = json(tokens).path("refresh_token").asText();
    String second = json(refresh(first)).path("refresh_token").asText();
    assertEquals(200, client.post("/oauth/revoke", Map.of("token", second)).statusCode());
    assertError(400, "invalid_grant", refresh(second));
  }

  @Test
  void anAppThatWasGivenTheAddressSeesIt() throws Exception {
    Map<String, String> answer = allow("transition:email");
    String access =
        json(client.proved("/oauth/token", exchange(answer.getOrDefault("code", ""))))
            .path("access_token")
            .asText();
    HttpResponse<String> session =
        client.get(SESSION, access, client.proof("GET", SESSION, access));
    assertEquals("app@user.test", json(session).path("email").asText(), session.body());
  }

  private static HttpResponse<String> server(String access) throws Exception {
    return server.get(SESSION, access).http();
  }

  @Test
  void anAppSignsOutWithItsAccessToken() throws Exception {
    HttpResponse<String> tokens =
        client.proved("/oauth/token", exchange(allow().getOrDefault("code", "")));
    String access = json(tokens).path("access_token").asText();
    String refresh = json(tokens).path("refresh_token").asText();
    assertEquals(200, client.post("/oauth/revoke", Map.of("token", access + "x")).statusCode());
    String next = json(refresh(refresh)).path("refresh_token").asText();
    assertEquals(200, client.post("/oauth/revoke", Map.of("token", access)).statusCode());
    assertError(400, "invalid_grant", refresh(next));
  }

  @Test
  void aRefreshTokenThatIsUsedTwiceEndsTheSession() throws Exception {
    HttpResponse<String> tokens =
        client.proved("/oauth/token", exchange(allow().getOrDefault("code", "")));
    String first = json(tokens).path("refresh_token").asText();
    String second = json(refresh(first)).path("refresh_token").asText();
    assertError(400, "invalid_grant", refresh(first));
    assertError(400, "invalid_grant", refresh(second));
  }

  @Test
  void aCodeThatIsUsedTwiceEndsTheSession() throws Exception {
    String code = allow().getOrDefault("code", "");
    HttpResponse<String> tokens = client.proved("/oauth/token", exchange(code));
    assertError(400, "invalid_grant", client.proved("/oauth/token", exchange(code)));
    assertError(400, "invalid_grant", refresh(json(tokens).path("refresh_token").asText()));
  }

  @Test
  void aCodeIsForItsAppItsAddressAndItsVerifier() throws Exception {
    Map<String, String> form = exchange(allow().getOrDefault("code", ""));
    form.put("code_verifier", "w".repeat(50));
    assertError(400, "invalid_grant", client.proved("/oauth/token", form));
    form.put("code_verifier", client.verifier);
    form.put("redirect_uri", "http://127.0.0.1:9/");
    assertError(400, "invalid_grant", client.proved("/oauth/token", form));
    form.put("redirect_uri", OAuthClient.BACK);
    form.put("client_id", "http://localhost");
    assertError(400, "invalid_grant", client.proved("/oauth/token", form));
    form.put("client_id", OAuthClient.ID);
    OAuthClient thief = new OAuthClient(server.origin());
    thief.proved("/oauth/token", form);
    assertError(400, "invalid_dpop_proof", thief.proved("/oauth/token", form));
    assertEquals(200, client.proved("/oauth/token", form).statusCode());
  }

  @Test
  void requestsThatGoBeyondTheProfileAreRefused() throws Exception {
    client.proved("/oauth/par", client.pushed());
    for (String[] change :
        new String[][] {
          {"redirect_uri", "https://evil.example/", "invalid_request"},
          {"code_challenge_method", "plain", "invalid_request"},
          {"code_challenge", "short", "invalid_request"},
          {"scope", "repo:*", "invalid_scope"},
          {"scope", "atproto identity:*", "invalid_scope"},
          {"response_type", "token", "unsupported_response_type"},
          {"response_mode", "form_post", "invalid_request"},
          {"client_id", "https://127.0.0.1/client.json", "invalid_client_metadata"},
          {"request", "a.b.c", "request_not_supported"},
          {"prompt", "none", "login_required"},
          {"prompt", "create", "invalid_request"}
        }) {
      Map<String, String> form = client.pushed();
      form.put(change[0], change[1]);
      assertError(400, change[2], client.proved("/oauth/par", form));
    }
    assertEquals(201, client.proved("/oauth/par", client.pushed()).statusCode());
    assertError(400, "invalid_request", client.proved("/oauth/par", client.pushed()));
  }

  @Test
  void thePageIsNobodysFrameAndRunsNoScript() throws Exception {
    HttpResponse<String> page = client.page(push());
    assertEquals(200, page.statusCode());
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(policy.contains("default-src 'none'"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertFalse(policy.contains("script-src"), policy);
    assertEquals("DENY", page.headers().firstValue("X-Frame-Options").orElseThrow());
    String cookie = page.headers().firstValue("Set-Cookie").orElseThrow();
    for (String part : new String[] {"__Host-", "Secure", "HttpOnly", "SameSite=Lax"}) {
      assertTrue(cookie.contains(part), cookie);
    }
    assertFalse(page.body().contains("<script"));
  }

  @Test
  void aFormOfAnotherSiteIsRefused() throws Exception {
    HttpResponse<String> page = client.page(push());
    Map<String, String> form = OAuthClient.hidden(page);
    form.put("identifier", HANDLE);
    form.put("password", "password");
    String path = "/oauth/authorize/sign-in";
    assertEquals(400, client.post(path, form).statusCode());
    String cookie = OAuthClient.cookie(page);
    assertEquals(
        400,
        client.post(path, form, "Cookie", cookie, "Origin", "https://evil.example").statusCode());
    assertEquals(
        400,
        client.post(path, form, "Cookie", cookie, "Sec-Fetch-Site", "cross-site").statusCode());
    form.put("csrf", "x".repeat(43));
    assertEquals(400, client.post(path, form, "Cookie", cookie).statusCode());
  }

  @Test
  void aWrongPasswordShowsTheFormAgainAndATicketCannotBeMadeUp() throws Exception {
    HttpResponse<String> page = client.page(push());
    HttpResponse<String> again = signIn(page, "<b>wrong</b>");
    assertEquals(401, again.statusCode());
    assertTrue(again.body().contains("role=\"alert\""));
    assertFalse(again.body().contains("<b>wrong"));
    Map<String, String> form = OAuthClient.hidden(page);
    form.put("answer", "allow");
    form.put("ticket", "made.up.ticket");
    assertEquals(
        400,
        client
            .post("/oauth/authorize/consent", form, "Cookie", OAuthClient.cookie(page))
            .statusCode());
  }

  @Test
  void aPersonMayRefuse() throws Exception {
    String uri = push();
    HttpResponse<String> page = client.page(uri);
    Map<String, String> form = OAuthClient.hidden(page);
    form.put("answer", "deny");
    HttpResponse<String> back =
        client.post("/oauth/authorize/sign-in", form, "Cookie", OAuthClient.cookie(page));
    assertEquals("access_denied", OAuthClient.answer(back).get("error"));
    assertEquals(400, client.page(uri).statusCode());
  }

  @Test
  void anAppFindsItsWay() throws Exception {
    AuthServer.Answer resource = server.get("/.well-known/oauth-protected-resource");
    assertEquals(server.origin(), resource.text("resource"));
    AuthServer.Answer authority = server.get("/.well-known/oauth-authorization-server");
    assertEquals(server.origin(), authority.text("issuer"));
    assertTrue(authority.json().path("client_id_metadata_document_supported").asBoolean());
    AuthServer.Answer keys = server.get("/oauth/jwks");
    assertEquals(2, keys.json().path("keys").size());
    assertFalse(keys.body().contains("\"d\""));
  }
}
