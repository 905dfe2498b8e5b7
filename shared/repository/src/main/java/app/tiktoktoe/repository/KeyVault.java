package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;

/** Encrypts what belongs to one account. Implementations are thread-safe. */
public interface KeyVault {
  /** Encrypts {@code secret}; only {@link #open} for the same account decrypts it. */
  byte[] seal(Did did, byte[] secret);

  /**
   * Decrypts what {@link #seal} encrypted.
   *
   * @throws IllegalStateException when it was sealed for another account, with a key that is gone,
   *     or was changed
   */
  byte[] open(Did did, byte[] sealed);
}
