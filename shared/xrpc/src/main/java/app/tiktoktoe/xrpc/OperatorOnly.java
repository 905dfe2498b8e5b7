package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.cloud.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Knows the operator, by HTTP Basic with the user {@code admin}, and no session. Thread-safe. */
public final class OperatorOnly implements Authenticator {
  /** The secret that holds the password: its text alone. */
  public static final String PASSWORD = "operator-password";

  private static final String BASIC = "basic ";

  private final Secrets secrets;
  private final Did service;
  private final InstantSource clock;

  /** The operator acts as {@code service}. */
  public OperatorOnly(Secrets secrets, Did service, InstantSource clock) {
    this.secrets = secrets;
    this.service = service;
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(Auth level, Credentials credentials, Nsid method) {
    String authorization = credentials.authorization();
    if ((level != Auth.ADMIN && level != Auth.MODERATOR)
        || !authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return rejected();
    }
    String expected = "admin:" + secrets.text(PASSWORD).strip();
    return isSame(expected, authorization.substring(BASIC.length()).strip())
        ? new Authentication.Accepted(
            new Caller(service, new Grant.Operator(), "", clock.instant()))
        : rejected();
  }

  private static boolean isSame(String expected, String encoded) {
    try {
      return MessageDigest.isEqual(
          expected.getBytes(StandardCharsets.UTF_8), Base64.getDecoder().decode(encoded));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Authentication rejected() {
    return new Authentication.Rejected(
        Refusal.unauthenticated("AuthenticationRequired", "Operators only"));
  }

  @Override
  public Optional<Did> accountOf(Handle handle) {
    return Optional.empty();
  }
}
