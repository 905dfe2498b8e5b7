package app.tiktoktoe.accounts;

/** The names of the secrets that accounts need; {@link NewSecrets} makes their values. */
public final class AccountSecrets {
  /** A private RSA JWK that signs session tokens. Only {@code auth} may read it. */
  public static final String SESSION_SIGNING_KEY = "session-signing-key";

  /** A JWK set with the public halves that session tokens are verified with. */
  public static final String SESSION_VERIFICATION_KEYS = "session-verification-keys";

  /** The 32-byte k256 secret, in hex, that signs PLC operations. Only {@code auth} may read it. */
  public static final String PLC_ROTATION_KEY = "plc-rotation-key";

  /** The key that seals the signing keys of accounts. */
  public static final String ACCOUNT_KEY_ENCRYPTION = "account-key-encryption";

  private AccountSecrets() {}
}
