package app.tiktoktoe.functions.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether a text has the form of an ID token, which says nothing of whose it is. firebase-admin
 * casts and nests as a token says before it has checked the signature. Stateless.
 */
final class IdTokenShape {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARTS = 3;

  private IdTokenShape() {}

  static boolean isSound(String token) {
    String[] parts = token.split("\\.", -1);
    return parts.length == PARTS
        && object(parts[0]).isPresent()
        && object(parts[1]).filter(IdTokenShape::isSound).isPresent();
  }

  private static Optional<JsonNode> object(String part) {
    try {
      return Optional.of(JSON.readTree(new String(Base64.getUrlDecoder().decode(part), UTF_8)))
          .filter(JsonNode::isObject);
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean isSound(JsonNode claims) {
    return List.of("aud", "iss", "sub").stream().allMatch(name -> claims.path(name).isTextual())
        && List.of("exp", "iat").stream().allMatch(name -> claims.path(name).isIntegralNumber())
        && isAbsentOr(JsonNode::isTextual, claims.path("email"))
        && isAbsentOr(JsonNode::isBoolean, claims.path("email_verified"))
        && isAbsentOr(JsonNode::isObject, claims.path("firebase"))
        && isAbsentOr(JsonNode::isTextual, claims.path("firebase").path("tenant"));
  }

  private static boolean isAbsentOr(Predicate<JsonNode> type, JsonNode claim) {
    return claim.isMissingNode() || type.test(claim);
  }
}
