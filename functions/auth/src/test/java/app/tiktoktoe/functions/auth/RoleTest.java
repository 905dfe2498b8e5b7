package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.functions.auth.AuthServer.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may call the methods of moderators and admins. */
class RoleTest {
  private static final String ROLE = "app.tiktoktoe.admin.updateRole";
  private static final String CODES = "/xrpc/com.atproto.admin.getInviteCodes";
  private static AuthServer server;

  @BeforeAll
  static void start() throws Exception {
    server = AuthServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer signUp(String name) throws Exception {
    return server.post(
        "com.atproto.server.createAccount",
        "{\"handle\":\"%s.tiktoktoe.test\",\"email\":\"%s@example.com\",\"password\":\"password\"}"
            .formatted(name, name));
  }

  private static String input(Answer account, String role, boolean granted) {
    return "{\"account\":\"%s\",\"role\":\"%s\",\"granted\":%s}"
        .formatted(account.text("did"), role, granted);
  }

  private static Answer byOperator(String input) throws Exception {
    return server.asOperator("/xrpc/" + ROLE, AuthServer.OPERATOR_PASSWORD, input);
  }

  private static void assertRefused(int status, String error, Answer answer) {
    assertEquals(status, answer.status(), answer.body());
    assertEquals(error, answer.text("error"));
  }

  @Test
  void aRoleOpensWhatItIsFor() throws Exception {
    Answer alice = signUp("alice");
    Answer bob = signUp("bob");
    String token = alice.text("accessJwt");
    assertRefused(401, "AuthenticationRequired", server.get(CODES, token));
    assertRefused(
        401, "AuthenticationRequired", server.post(ROLE, token, input(bob, "creator", true)));
    assertEquals(
        "[\"moderator\"]",
        byOperator(input(alice, "moderator", true)).json().get("roles").toString());
    assertEquals(200, server.get(CODES, token).status());
    assertRefused(
        401, "AuthenticationRequired", server.post(ROLE, token, input(bob, "creator", true)));
    byOperator(input(alice, "admin", true));
    assertEquals(
        "[\"creator\"]",
        server.post(ROLE, token, input(bob, "creator", true)).json().get("roles").toString());
    assertRefused(403, "OwnRole", server.post(ROLE, token, input(alice, "creator", true)));
    Answer password =
        server.post("com.atproto.server.createAppPassword", token, "{\"name\":\"one\"}");
    Answer app =
        server.post(
            "com.atproto.server.createSession",
            "{\"identifier\":\"alice.tiktoktoe.test\",\"password\":\"%s\"}"
                .formatted(password.text("password")));
    assertRefused(401, "AuthenticationRequired", server.get(CODES, app.text("accessJwt")));
    assertEquals(
        "[\"moderator\"]",
        server.post(ROLE, token, input(alice, "admin", false)).json().get("roles").toString());
    assertRefused(
        401, "AuthenticationRequired", server.post(ROLE, token, input(alice, "admin", true)));
    byOperator(input(alice, "moderator", false));
    assertRefused(401, "AuthenticationRequired", server.get(CODES, token));
    assertRefused(401, "AuthenticationRequired", server.get(CODES));
  }

  @Test
  void thereMustBeSuchAnAccountAndSuchARole() throws Exception {
    Answer carol = signUp("carol");
    assertRefused(400, "InvalidRequest", byOperator(input(carol, "king", true)));
    assertRefused(
        400,
        "AccountNotFound",
        byOperator(
            "{\"account\":\"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa\",\"role\":\"admin\",\"granted\":true}"));
    assertEquals("[]", byOperator(input(carol, "creator", false)).json().get("roles").toString());
  }

  @Test
  void whoHasASecondFactorShowsIt() throws Exception {
    Answer dora = signUp("dora");
    String token = dora.text("accessJwt");
    byOperator(input(dora, "moderator", true));
    assertEquals(200, server.get(CODES, token).status());
    AuthenticatorApp app = AuthenticatorApp.turnedOn(server, token);
    assertRefused(401, "AuthFactorTokenRequired", server.get(CODES, token));
    Answer stepped =
        server.post("app.tiktoktoe.auth.stepUp", token, "{\"code\":\"" + app.nextCode() + "\"}");
    assertEquals(200, stepped.status(), stepped.body());
    assertEquals(200, server.get(CODES, token).status());
    byOperator(input(dora, "moderator", false));
    assertRefused(401, "AuthenticationRequired", server.get(CODES, token));
  }
}
