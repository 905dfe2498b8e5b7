package app.tiktoktoe.functions.auth;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A person's life with the function, as a process of its own, whose standard output is the log.
 * Writes what must not be in it to the file that it is told, a line each.
 */
final class LoggedRun {
  private static final String HANDLE = "logged-person.tiktoktoe.test";
  private static final String EMAIL = "logged.person@mail.test";
  private static final String PASSWORD = "the password of a person";

  private final List<String> secrets =
      new ArrayList<>(List.of(HANDLE, EMAIL, PASSWORD, "127.0.0.1"));
  private final AuthServer server;

  private LoggedRun(AuthServer server) {
    this.server = server;
  }

  public static void main(String[] args) throws Exception {
    try (AuthServer server = AuthServer.start()) {
      LoggedRun run = new LoggedRun(server);
      run.live();
      Files.write(Path.of(args[0]), run.secrets);
    }
    System.exit(0);
  }

  private String secret(String value) {
    if (value.isEmpty()) {
      throw new IllegalStateException("a secret that is not there");
    }
    secrets.add(value);
    return value;
  }

  private AuthServer.Answer post(int status, String method, String token, String json)
      throws Exception {
    AuthServer.Answer answer =
        token.isEmpty() ? server.post(method, json) : server.post(method, token, json);
    if (answer.status() != status) {
      throw new IllegalStateException(method + " " + answer.status() + " " + answer.body());
    }
    return answer;
  }

  private static String json(String... pairs) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < pairs.length; i += 2) {
      json.append(i == 0 ? "" : ",").append('"').append(pairs[i]).append("\":\"");
      json.append(pairs[i + 1]).append('"');
    }
    return json.append('}').toString();
  }

  private String session(String identifier, String password) throws Exception {
    AuthServer.Answer answer =
        post(
            200,
            "com.atproto.server.createSession",
            "",
            json("identifier", identifier, "password", password));
    secret(answer.text("refreshJwt"));
    return secret(answer.text("accessJwt"));
  }

  private void live() throws Exception {
    AuthServer.Answer made =
        post(
            200,
            "com.atproto.server.createAccount",
            "",
            json("handle", HANDLE, "email", EMAIL, "password", PASSWORD));
    secret(made.text("accessJwt"));
    secret(made.text("did"));
    post(200, "com.atproto.server.refreshSession", secret(made.text("refreshJwt")), "");
    for (String wrong : List.of("a wrong password", "another wrong one")) {
      post(
          401,
          "com.atproto.server.createSession",
          "",
          json("identifier", EMAIL, "password", secret(wrong)));
    }
    String access = session(EMAIL, PASSWORD);
    AuthServer.Answer app =
        post(200, "com.atproto.server.createAppPassword", access, json("name", secret("My Phone")));
    session(HANDLE, secret(app.text("password")));
    post(200, "com.atproto.server.revokeAppPassword", access, json("name", "My Phone"));
    String other = secret("another.address@mail.test");
    post(200, "com.atproto.server.updateEmail", access, json("email", other));
    String handle = secret("another-name.tiktoktoe.test");
    post(200, "com.atproto.identity.updateHandle", access, json("handle", handle));
    post(200, "com.atproto.server.requestPasswordReset", "", json("email", other));
    post(
        400,
        "com.atproto.server.resetPassword",
        "",
        json("token", secret("abcde-fghij"), "password", secret("a password to be")));
    authorize(handle);
    post(200, "com.atproto.server.deactivateAccount", access, "{}");
    post(200, "com.atproto.server.activateAccount", access, "");
    post(200, "com.atproto.server.requestAccountDelete", access, "");
    post(
        400,
        "com.atproto.server.deleteAccount",
        "",
        json("did", made.text("did"), "password", PASSWORD, "token", secret("klmno-pqrst")));
  }

  private void authorize(String handle) throws Exception {
    OAuthClient client = new OAuthClient(server.origin());
    client.proved("/oauth/par", client.pushed());
    HttpResponse<String> pushed = client.proved("/oauth/par", client.pushed());
    HttpResponse<String> page = client.page(OAuthClient.json(pushed).path("request_uri").asText());
    Map<String, String> form = OAuthClient.hidden(page);
    form.put("identifier", handle);
    form.put("password", PASSWORD);
    String cookie = secret(OAuthClient.cookie(page));
    HttpResponse<String> consent = client.post("/oauth/authorize/sign-in", form, "Cookie", cookie);
    Map<String, String> answer = OAuthClient.hidden(consent);
    answer.put("answer", "allow");
    HttpResponse<String> back = client.post("/oauth/authorize/consent", answer, "Cookie", cookie);
    String code = secret(OAuthClient.answer(back).getOrDefault("code", ""));
    HttpResponse<String> tokens =
        client.proved(
            "/oauth/token",
            new HashMap<>(
                Map.of(
                    "grant_type",
                    "authorization_code",
                    "client_id",
                    OAuthClient.ID,
                    "redirect_uri",
                    OAuthClient.BACK,
                    "code",
                    code,
                    "code_verifier",
                    secret(client.verifier))));
    secret(OAuthClient.json(tokens).path("access_token").asText());
    String refresh = secret(OAuthClient.json(tokens).path("refresh_token").asText());
    client.post("/oauth/revoke", Map.of("token", refresh));
  }
}
