package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.functions.auth.AuthServer.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Where an account is signed in, over HTTP. */
class SessionListTest {
  private static final String LIST = "/xrpc/app.tiktoktoe.auth.listSessions";
  private static final String REVOKE = "app.tiktoktoe.auth.revokeSession";

  @Test
  void aSessionIsListedAndEnded() throws Exception {
    try (AuthServer server = AuthServer.start()) {
      Answer first =
          server.post(
              "com.atproto.server.createAccount",
              "{\"handle\":\"alice.tiktoktoe.test\",\"email\":\"a@example.com\",\"password\":\"password\"}");
      Answer second =
          server.post(
              "com.atproto.server.createSession",
              "{\"identifier\":\"alice.tiktoktoe.test\",\"password\":\"password\"}");
      String token = second.text("accessJwt");
      JsonNode listed = server.get(LIST, token).json().get("sessions");
      assertEquals(2, listed.size(), listed.toString());
      String other = "";
      for (JsonNode session : listed) {
        assertEquals("password", session.get("kind").asText());
        other = session.get("current").asBoolean() ? other : session.get("id").asText();
      }
      assertEquals("InvalidRequest", server.post(REVOKE, token, "{}").text("error"));
      assertEquals(
          "SessionNotFound", server.post(REVOKE, token, "{\"id\":\"other\"}").text("error"));
      Answer ended = server.post(REVOKE, token, "{\"id\":\"" + other + "\"}");
      assertEquals(200, ended.status(), ended.body());
      assertEquals("ExpiredToken", server.get(LIST, token).text("error"));
      String refresh = "com.atproto.server.refreshSession";
      assertEquals(
          "ExpiredToken", server.post(refresh, first.text("refreshJwt"), "").text("error"));
      String fresh = server.post(refresh, second.text("refreshJwt"), "").text("accessJwt");
      assertEquals(1, server.get(LIST, fresh).json().get("sessions").size());
    }
  }
}
