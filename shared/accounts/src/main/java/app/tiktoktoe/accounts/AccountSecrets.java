package app.tiktoktoe.accounts;

/**
 * The names of the secrets that accounts need; {@link NewSecrets} makes their values. Each holds
 * its next key too, so that a rotation takes a key into use that every reader knows.
 */
public final class AccountSecrets {
  /** {@link SessionSigningKeys}, which sign session tokens. Only {@code auth} may read it. */
  public static final String SESSION_SIGNING_KEY = "session-signing-key";

  /**
   * A JWK set with the public halves that session tokens are verified with: {@code iat} says since
   * when a key is in it, {@code exp} until when one that no longer signs is needed.
   */
  public static final String SESSION_VERIFICATION_KEYS = "session-verification-keys";

  /**
   * {@link PlcRotationKeys}, which sign PLC operations. Only {@code auth} and {@code maintenance}
   * may read it.
   */
  public static final String PLC_ROTATION_KEY = "plc-rotation-key";

  /**
   * The Tink keyset that seals the signing keys of accounts: old keys, the primary one, and last
   * the one that will be primary after the next rotation.
   */
  public static final String ACCOUNT_KEY_ENCRYPTION = "account-key-encryption";

  /** {@link NonceKeys}, with which all functions make and accept the same nonces. */
  public static final String DPOP_NONCE_KEYS = "dpop-nonce-keys";

  /**
   * What names the addresses that get no mail, 32 random bytes in base64. Another key forgets those
   * addresses, so it is never renewed.
   */
  public static final String MAIL_SUPPRESSION_KEY = "mail-suppression-key";

  private AccountSecrets() {}
}
