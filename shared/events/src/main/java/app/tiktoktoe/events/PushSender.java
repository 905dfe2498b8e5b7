package app.tiktoktoe.events;

import app.tiktoktoe.cloud.Environment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.auth.oauth2.TokenVerifier;
import com.google.auth.oauth2.TokenVerifier.VerificationException;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** Says whether a request comes from our push subscriptions. Thread-safe. */
@FunctionalInterface
public interface PushSender {
  /** Checks the value of the {@code Authorization} header. */
  boolean isTrusted(Optional<String> authorization);

  /**
   * In the cloud: a Google-signed OIDC token for {@code PUSH_AUDIENCE} of the account {@code
   * PUSH_SERVICE_ACCOUNT}. On a laptop everybody is trusted: the bridge has no identity.
   *
   * <p>Cloud Run takes the signature off a token that it has checked, so where only that account
   * may call, {@code PUSH_SIGNATURE} is {@code removed} and the claims alone are read; in any other
   * place that would trust everybody.
   *
   * @throws app.tiktoktoe.cloud.MissingConfigurationException in the cloud when audience or account
   *     is not set
   */
  static PushSender fromEnvironment(Environment environment) {
    if (!environment.isCloud()) {
      return authorization -> true;
    }
    String audience = environment.text("PUSH_AUDIENCE");
    String account = environment.text("PUSH_SERVICE_ACCOUNT");
    if (environment.find("PUSH_SIGNATURE").equals(Optional.of("removed"))) {
      return authorization ->
          token(authorization).filter(token -> hasClaims(token, audience, account)).isPresent();
    }
    TokenVerifier verifier = TokenVerifier.newBuilder().setAudience(audience).build();
    return authorization ->
        token(authorization).filter(token -> isSigned(token, verifier, account)).isPresent();
  }

  private static Optional<String> token(Optional<String> authorization) {
    return authorization
        .filter(value -> value.startsWith("Bearer "))
        .map(value -> value.substring("Bearer ".length()));
  }

  private static boolean isSigned(String token, TokenVerifier verifier, String account) {
    try {
      var payload = verifier.verify(token).getPayload();
      return account.equals(payload.get("email"))
          && Boolean.TRUE.equals(payload.get("email_verified"));
    } catch (VerificationException e) {
      return false;
    }
  }

  private static boolean hasClaims(String token, String audience, String account) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return false;
    }
    try {
      JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
      return claims.path("aud").asText().equals(audience)
          && claims.path("email").asText().equals(account)
          && claims.path("email_verified").asBoolean();
    } catch (IllegalArgumentException | IOException e) {
      return false;
    }
  }
}
