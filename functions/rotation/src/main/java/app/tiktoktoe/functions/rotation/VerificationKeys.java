package app.tiktoktoe.functions.rotation;

import app.tiktoktoe.accounts.AccountSecrets;
import app.tiktoktoe.accounts.SessionSigningKeys;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * The public halves that session tokens are verified with. Immutable.
 *
 * @param keys {@code iat} says since when a key is in the set (absent: since its beginning), {@code
 *     exp} until when one that signs no more is needed
 */
record VerificationKeys(JWKSet keys) {
  /** The longest life of a token, 7 days, and one day for signers that were slow to follow. */
  static final Duration NEEDED_FOR = Duration.ofDays(8);

  /** How long until every reader surely knows a key, Secret Manager's own delay included. */
  static final Duration KNOWN_AFTER = Duration.ofDays(1);

  static VerificationKeys parse(String text) {
    try {
      return new VerificationKeys(JWKSet.parse(text));
    } catch (ParseException e) {
      throw new IllegalStateException(
          AccountSecrets.SESSION_VERIFICATION_KEYS + " is not a JWK set", e);
    }
  }

  String text() {
    return keys.toString(true);
  }

  /** Whether every verifier knows {@code key} by {@code now}. */
  boolean isKnownEverywhere(RSAKey key, Instant now) {
    JWK held = keys.getKeyByKeyId(key.getKeyID());
    return held != null
        && (held.getIssueTime() == null
            || !held.getIssueTime().toInstant().isAfter(now.minus(KNOWN_AFTER)));
  }

  /**
   * The set when {@code signing} are the keys that sign: both are in it, and all others leave it
   * when their tokens are dead.
   */
  VerificationKeys following(SessionSigningKeys signing, Instant now) {
    List<JWK> next = new ArrayList<>();
    for (JWK key : signing.all()) {
      next.add(signingKey(key, now));
    }
    for (JWK key : keys.getKeys()) {
      boolean signs = signing.all().stream().anyMatch(k -> k.getKeyID().equals(key.getKeyID()));
      if (!signs) {
        retired(key, now).ifPresent(next::add);
      }
    }
    return new VerificationKeys(new JWKSet(next));
  }

  private RSAKey signingKey(JWK key, Instant now) {
    JWK held = keys.getKeyByKeyId(key.getKeyID());
    return held == null
        ? new RSAKey.Builder(key.toRSAKey().toPublicJWK()).issueTime(Date.from(now)).build()
        : new RSAKey.Builder(held.toRSAKey()).expirationTime(null).build();
  }

  private static Optional<JWK> retired(JWK key, Instant now) {
    if (key.getExpirationTime() == null) {
      return Optional.of(
          new RSAKey.Builder(key.toRSAKey())
              .expirationTime(Date.from(now.plus(NEEDED_FOR)))
              .build());
    }
    return key.getExpirationTime().toInstant().isAfter(now) ? Optional.of(key) : Optional.empty();
  }
}
