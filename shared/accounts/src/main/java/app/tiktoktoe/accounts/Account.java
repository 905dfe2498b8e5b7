package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An account of this service. Its status is not here but in the head of its repository.
 *
 * @param passwordHash in the modular crypt format of bcrypt
 * @param signingKey the public half of the key that signs its repository and its service tokens
 * @param appPasswords oldest first
 */
public record Account(
    Did did,
    Handle handle,
    EmailAddress email,
    boolean emailConfirmed,
    String passwordHash,
    PublicKey signingKey,
    Instant createdAt,
    List<AppPassword> appPasswords) {

  /** Copies the list. */
  public Account {
    appPasswords = List.copyOf(appPasswords);
  }

  /** A new one. */
  Account(
      Did did,
      Handle handle,
      EmailAddress email,
      boolean emailConfirmed,
      String passwordHash,
      PublicKey signingKey,
      Instant createdAt) {
    this(did, handle, email, emailConfirmed, passwordHash, signingKey, createdAt, List.of());
  }

  /** The app password that {@code password} is; in the same time whichever it is. */
  Optional<AppPassword> appPassword(String password) {
    String digest = AppPassword.digest(did, password);
    return appPasswords.stream().filter(known -> known.hasDigest(digest)).reduce((a, b) -> b);
  }

  /** Shows no personal data. */
  @Override
  public String toString() {
    return "Account[" + did + "]";
  }
}
