package app.tiktoktoe.functions.auth;

import static app.tiktoktoe.functions.auth.OAuthClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** An app that a person let in, with one scope. */
final class OAuthSignIn {
  private final OAuthClient client;
  private final String origin;
  private final String access;

  OAuthSignIn(String origin, String handle, String password, String scope) throws Exception {
    this.origin = origin;
    String scopes = "atproto " + scope;
    String id = "http://localhost?scope=" + URLEncoder.encode(scopes, StandardCharsets.UTF_8);
    client = new OAuthClient(origin, id, OAuthClient.BACK);
    Map<String, String> pushed = client.pushed();
    pushed.put("scope", scopes);
    client.proved("/oauth/par", pushed);
    HttpResponse<String> answer = client.proved("/oauth/par", pushed);
    assertEquals(201, answer.statusCode(), answer.body());
    HttpResponse<String> page = client.page(json(answer).path("request_uri").asText());
    Map<String, String> form = OAuthClient.hidden(page);
    form.put("identifier", handle);
    form.put("password", password);
    String cookie = OAuthClient.cookie(page);
    HttpResponse<String> consent = client.post("/oauth/authorize/sign-in", form, "Cookie", cookie);
    Map<String, String> allow = OAuthClient.hidden(consent);
    allow.put("answer", "allow");
    allow.put("scope", scope);
    HttpResponse<String> back = client.post("/oauth/authorize/consent", allow, "Cookie", cookie);
    assertEquals(303, back.statusCode(), back.body());
    Map<String, String> exchange = new HashMap<>();
    exchange.put("grant_type", "authorization_code");
    exchange.put("client_id", id);
    exchange.put("redirect_uri", OAuthClient.BACK);
    exchange.put("code", OAuthClient.answer(back).getOrDefault("code", ""));
    exchange.put("code_verifier", client.verifier);
    HttpResponse<String> tokens = client.proved("/oauth/token", exchange);
    assertEquals(200, tokens.statusCode(), tokens.body());
    access = json(tokens).path("access_token").asText();
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(origin + path))
              .headers("Authorization", "DPoP " + access, "DPoP", client.proof("GET", path, access))
              .headers(headers)
              .build(),
          BodyHandlers.ofString());
    }
  }
}
