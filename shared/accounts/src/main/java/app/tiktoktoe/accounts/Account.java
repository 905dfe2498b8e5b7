package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import java.time.Instant;

/**
 * An account of this service. Its status is not here but in the head of its repository.
 *
 * @param passwordHash in the modular crypt format of bcrypt
 * @param signingKey the public half of the key that signs its repository and its service tokens
 */
public record Account(
    Did did,
    Handle handle,
    EmailAddress email,
    boolean emailConfirmed,
    String passwordHash,
    PublicKey signingKey,
    Instant createdAt) {

  /** Shows no personal data. */
  @Override
  public String toString() {
    return "Account[" + did + "]";
  }
}
