package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FirebaseTokens;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Refusal;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.auth.AuthErrorCode;
import com.google.firebase.auth.FirebaseAuth;
import com.google.firebase.auth.FirebaseAuthException;
import com.google.firebase.auth.FirebaseToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Firebase Auth by firebase-admin, opened at its first use. It takes unsigned tokens where the
 * process has {@code FIREBASE_AUTH_EMULATOR_HOST}, with which no function starts in the cloud.
 */
final class FirebaseAdminTokens implements FirebaseTokens {
  private static final int TIMEOUT_MS = 3_000;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** Nobody in particular, and who came by a token of ours: that would outlive our sessions. */
  private static final Set<String> NO_PROVIDERS = Set.of("", "anonymous", "custom");

  private final String project;
  private final Supplier<FirebaseOptions> options;
  private @Nullable FirebaseAuth auth;

  /**
   * Knows the people of {@code project}.
   *
   * @param options how Firebase is reached, for the same project
   */
  FirebaseAdminTokens(String project, Supplier<FirebaseOptions> options) {
    this.project = project;
    this.options = options;
  }

  /** As the function's own service account; an emulator takes anybody. */
  static FirebaseOptions options(String project, boolean emulated) {
    FirebaseOptions.Builder options =
        FirebaseOptions.builder()
            .setProjectId(project)
            .setConnectTimeout(TIMEOUT_MS)
            .setReadTimeout(TIMEOUT_MS);
    if (emulated) {
      Date farFuture = Date.from(Instant.parse("2100-01-01T00:00:00Z"));
      return options
          .setCredentials(GoogleCredentials.create(new AccessToken("owner", farFuture)))
          .build();
    }
    try {
      return options.setCredentials(GoogleCredentials.getApplicationDefault()).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized FirebaseAuth auth() {
    if (auth == null) {
      auth = FirebaseAuth.getInstance(FirebaseApp.initializeApp(options.get(), "auth " + project));
    }
    return auth;
  }

  @Override
  public Known read(String idToken) {
    if (!IdTokenShape.isSound(idToken)) {
      return new Known.Refused(invalid());
    }
    try {
      return known(auth().verifyIdToken(idToken, true));
    } catch (FirebaseAuthException e) {
      return new Known.Refused(refusal(e));
    }
  }

  private static Known known(FirebaseToken token) {
    if (token.getTenantId() != null || NO_PROVIDERS.contains(provider(token))) {
      return new Known.Refused(
          Refusal.of(
              "ProviderNotAllowed",
              "Sign in to Firebase with a provider: neither anonymously, nor with a custom token,"
                  + " nor as a tenant's user"));
    }
    if (token.getEmail() != null && !token.isEmailVerified()) {
      return new Known.Refused(
          Refusal.of("EmailNotVerified", "The e-mail address at Firebase is not verified"));
    }
    return new Known.Person(token.getUid());
  }

  private static String provider(FirebaseToken token) {
    return token.getClaims().get("firebase") instanceof Map<?, ?> firebase
            && firebase.get("sign_in_provider") instanceof String provider
        ? provider
        : "";
  }

  private static Refusal refusal(FirebaseAuthException failure) {
    AuthErrorCode code = failure.getAuthErrorCode();
    return switch (code) {
      case EXPIRED_ID_TOKEN -> Refusal.of("ExpiredToken", "The ID token has expired");
      case REVOKED_ID_TOKEN -> Refusal.of("ExpiredToken", "The ID token has been revoked");
      case USER_DISABLED, USER_NOT_FOUND ->
          Refusal.of("InvalidIdToken", "The user is disabled or deleted at Firebase");
      case INVALID_ID_TOKEN, TENANT_ID_MISMATCH -> invalid();
      case null, default -> unavailable(failure);
    };
  }

  private static Refusal invalid() {
    return Refusal.of("InvalidIdToken", "The ID token could not be verified");
  }

  /** Keys or users could not be read; all else is a fault of the deployment. */
  private static Refusal unavailable(FirebaseAuthException failure) {
    return switch (failure.getErrorCode()) {
      case UNKNOWN, UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, ABORTED, RESOURCE_EXHAUSTED ->
          Refusal.unavailable("Firebase Auth cannot be reached", RETRY_AFTER);
      default -> throw new IllegalStateException("Firebase Auth refuses this service", failure);
    };
  }

  @Override
  public Made custom(Did account) {
    if (account.value().length() > MAX_UID) {
      return new Made.Refused(
          Refusal.invalid("Firebase knows nobody by more than " + MAX_UID + " characters"));
    }
    try {
      return new Made.Token(auth().createCustomToken(account.value()));
    } catch (FirebaseAuthException e) {
      return new Made.Refused(unavailable(e));
    }
  }
}
