package app.tiktoktoe.functions.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The users of a Firebase project, as {@code accounts:lookup} tells of them, and their tokens. */
final class FirebasePeople {
  static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, ObjectNode> users = new ConcurrentHashMap<>();
  private final String project;

  FirebasePeople(String project) {
    this.project = project;
  }

  String project() {
    return project;
  }

  void add(String uid) {
    users.put(uid, JSON.createObjectNode().put("localId", uid));
  }

  private ObjectNode user(String uid) {
    return Objects.requireNonNull(users.get(uid), uid);
  }

  void disable(String uid) {
    user(uid).put("disabled", true);
  }

  /** Whoever signed in before is signed out. */
  void signOut(String uid, Instant until) {
    user(uid).put("validSince", String.valueOf(until.getEpochSecond()));
  }

  /** The answer to {@code accounts:lookup}. */
  String lookup(String request) throws IOException {
    JsonNode wanted = JSON.readTree(request).path("localId").path(0);
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode user = users.get(wanted.asText());
    if (user != null) {
      answer.putArray("users").add(user);
    }
    return answer.toString();
  }

  /** What a fresh token of somebody says who came by Google. */
  ObjectNode claims(String uid) {
    long now = Instant.now().getEpochSecond();
    ObjectNode claims =
        JSON.createObjectNode()
            .put("iss", "https://securetoken.google.com/" + project)
            .put("aud", project)
            .put("auth_time", now)
            .put("iat", now)
            .put("exp", now + 3600)
            .put("sub", uid)
            .put("user_id", uid)
            .put("email", uid + "@example.com")
            .put("email_verified", true);
    claims.putObject("firebase").put("sign_in_provider", "google.com");
    return claims;
  }
}
