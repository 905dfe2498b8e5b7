package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An account of this service. Its status is not here but in the head of its repository.
 *
 * @param passwordHash in the modular crypt format of bcrypt
 * @param signingKey the public half of the key that signs its repository and its service tokens
 * @param appPasswords oldest first
 * @param factors what it asks for beside the password
 */
public record Account(
    Did did,
    Handle handle,
    EmailAddress email,
    boolean emailConfirmed,
    String passwordHash,
    PublicKey signingKey,
    Instant createdAt,
    List<AppPassword> appPasswords,
    Set<Factor> factors) {

  /** Copies the collections. */
  public Account {
    appPasswords = List.copyOf(appPasswords);
    factors = Set.copyOf(factors);
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
    this(
        did,
        handle,
        email,
        emailConfirmed,
        passwordHash,
        signingKey,
        createdAt,
        List.of(),
        Set.of());
  }

  /** The app password that {@code password} is; in the same time whichever it is. */
  Optional<AppPassword> appPassword(String password) {
    String digest = AppPassword.digest(did, password);
    return appPasswords.stream().filter(known -> known.hasDigest(digest)).reduce((a, b) -> b);
  }

  /** Its factors, with this one on or off. */
  Set<Factor> with(Factor factor, boolean isOn) {
    Set<Factor> next = new TreeSet<>(factors);
    if (isOn) {
      next.add(factor);
    } else {
      next.remove(factor);
    }
    return next;
  }

  /** Whether it asks for more than a password and what is in its mailbox. */
  boolean hasStrongFactor() {
    return factors.stream().anyMatch(Factor::isStrong);
  }

  /** Shows no personal data. */
  @Override
  public String toString() {
    return "Account[" + did + "]";
  }
}
