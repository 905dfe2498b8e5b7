package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.functions.auth.AuthServer.Answer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A service whose accounts are by invitation. */
class InviteCodeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String XRPC = "/xrpc/";
  private static final String SERVER = "com.atproto.server.";
  private static final String ADMIN = "com.atproto.admin.";
  private static AuthServer server;

  @BeforeAll
  static void start() throws Exception {
    server = AuthServer.start(Map.of("INVITE_REQUIRED", "on", "INVITE_INTERVAL_DAYS", "7"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String json(Object value) throws Exception {
    return JSON.writeValueAsString(value);
  }

  private static Answer operator(String method, Object input) throws Exception {
    return server.asOperator(XRPC + method, AuthServer.OPERATOR_PASSWORD, json(input));
  }

  private static Answer signUp(String name, String code) throws Exception {
    return server.post(
        SERVER + "createAccount",
        json(
            Map.of(
                "handle",
                name + ".tiktoktoe.test",
                "email",
                name + "@example.com",
                "password",
                "password",
                "inviteCode",
                code)));
  }

  private static void assertRefused(int status, String error, Answer answer) {
    assertEquals(status, answer.status(), answer.body());
    assertEquals(error, answer.text("error"));
  }

  @Test
  void theServiceSaysSo() throws Exception {
    Answer description = server.get(XRPC + SERVER + "describeServer");
    assertTrue(description.json().get("inviteCodeRequired").asBoolean());
    assertRefused(400, "InvalidInviteCode", signUp("nobody", ""));
    assertRefused(400, "InvalidInviteCode", signUp("nobody", "localhost-aaaaa-bbbbb"));
  }

  @Test
  void theOperatorInvitesAndWhoIsInvitedSeesTheirCodes() throws Exception {
    String code = operator(SERVER + "createInviteCode", Map.of("useCount", 1)).text("code");
    Answer alice = signUp("alice", code);
    assertEquals(200, alice.status(), alice.body());
    assertRefused(400, "InvalidInviteCode", signUp("bob", code));
    String did = alice.text("did");
    Answer given =
        operator(
            SERVER + "createInviteCodes",
            Map.of("codeCount", 2, "useCount", 1, "forAccounts", new String[] {did}));
    assertEquals(did, given.json().at("/codes/0/account").asText());
    assertEquals(2, given.json().at("/codes/0/codes").size());
    String codesPath = XRPC + SERVER + "getAccountInviteCodes";
    Answer codes = server.get(codesPath, alice.text("accessJwt"));
    assertEquals(2, codes.json().get("codes").size(), codes.body());
    String hers = codes.json().at("/codes/0/code").asText();
    assertEquals(200, signUp("carol", hers).status());
    assertEquals(
        1,
        server
            .get(codesPath + "?includeUsed=false", alice.text("accessJwt"))
            .json()
            .get("codes")
            .size());
    Answer all =
        server.asOperator(
            XRPC + ADMIN + "getInviteCodes?sort=usage&limit=1", AuthServer.OPERATOR_PASSWORD, "");
    assertEquals(1, all.json().at("/codes/0/uses").size(), all.body());
    assertFalse(all.text("cursor").isEmpty());
    assertEquals(
        200,
        operator(ADMIN + "disableInviteCodes", Map.of("accounts", new String[] {did})).status());
    assertEquals(0, server.get(codesPath, alice.text("accessJwt")).json().get("codes").size());
    assertRefused(
        400,
        "InvalidRequest",
        operator(ADMIN + "disableInviteCodes", Map.of("accounts", new String[] {"admin"})));
    assertEquals(200, operator(ADMIN + "disableAccountInvites", Map.of("account", did)).status());
    assertEquals(200, operator(ADMIN + "enableAccountInvites", Map.of("account", did)).status());
    String create = json(Map.of("useCount", 1));
    assertRefused(
        401,
        "AuthenticationRequired",
        server.post(SERVER + "createInviteCode", alice.text("accessJwt"), create));
    assertRefused(
        401,
        "AuthenticationRequired",
        server.asOperator(XRPC + SERVER + "createInviteCode", "wrong", create));
    assertRefused(401, "AuthenticationRequired", server.post(SERVER + "createInviteCode", create));
  }
}
