package app.tiktoktoe.events;

import app.tiktoktoe.cloud.Environment;
import com.google.auth.oauth2.TokenVerifier;
import com.google.auth.oauth2.TokenVerifier.VerificationException;
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
   * @throws app.tiktoktoe.cloud.MissingConfigurationException in the cloud when either is not set
   */
  static PushSender fromEnvironment(Environment environment) {
    if (!environment.isCloud()) {
      return authorization -> true;
    }
    TokenVerifier verifier =
        TokenVerifier.newBuilder().setAudience(environment.text("PUSH_AUDIENCE")).build();
    String account = environment.text("PUSH_SERVICE_ACCOUNT");
    return authorization -> isFrom(account, verifier, authorization);
  }

  private static boolean isFrom(
      String account, TokenVerifier verifier, Optional<String> authorization) {
    if (authorization.isEmpty() || !authorization.get().startsWith("Bearer ")) {
      return false;
    }
    try {
      var payload = verifier.verify(authorization.get().substring("Bearer ".length())).getPayload();
      return account.equals(payload.get("email"))
          && Boolean.TRUE.equals(payload.get("email_verified"));
    } catch (VerificationException e) {
      return false;
    }
  }
}
