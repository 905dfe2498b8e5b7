package app.tiktoktoe.functions.rotation;

import static app.tiktoktoe.accounts.AccountSecrets.SESSION_SIGNING_KEY;
import static app.tiktoktoe.accounts.AccountSecrets.SESSION_VERIFICATION_KEYS;

import app.tiktoktoe.accounts.NewSecrets;
import app.tiktoktoe.accounts.SessionSigningKeys;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The rotation of the key that signs session tokens: the prepared key signs, another is prepared.
 * The public halves are written first, so that no signer ever has a key whose public half is
 * unknown; a run that is broken off in between leaves a public half that nobody needs, which goes
 * by itself. Thread-safe.
 */
final class SessionKeyRotation implements Rotation {
  private final SecretVersions versions;
  private final InstantSource clock;
  private final SecureRandom random;

  SessionKeyRotation(SecretVersions versions, InstantSource clock, SecureRandom random) {
    this.versions = versions;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Outcome run() {
    Instant now = clock.instant();
    Optional<SecretVersions.Version> latest = versions.latest(SESSION_SIGNING_KEY);
    if (latest.isEmpty()) {
      write(verification(), NewSecrets.sessionSigningKeys(random), now);
      return Outcome.CREATED;
    }
    Outcome outcome =
        latest.get().isRecentRotation(now)
            ? Outcome.RECENT
            : rotate(SessionSigningKeys.parse(latest.get().text()), now);
    versions.disableOld(SESSION_SIGNING_KEY);
    versions.disableOld(SESSION_VERIFICATION_KEYS);
    return outcome;
  }

  private Outcome rotate(SessionSigningKeys signing, Instant now) {
    Optional<RSAKey> fresh = Optional.of(NewSecrets.sessionKey(random));
    VerificationKeys verification = verification();
    if (signing.next().isEmpty()) {
      write(verification, new SessionSigningKeys(signing.current(), fresh), now);
      return Outcome.PREPARED;
    }
    RSAKey next = signing.next().get();
    VerificationKeys present = verification.following(signing, now);
    if (!verification.isKnownEverywhere(next, now)) {
      if (!present.equals(verification)) {
        versions.add(SESSION_VERIFICATION_KEYS, present.text());
      }
      return Outcome.TOO_EARLY;
    }
    write(present, new SessionSigningKeys(next, fresh), now);
    return Outcome.ROTATED;
  }

  private void write(VerificationKeys before, SessionSigningKeys signing, Instant now) {
    versions.add(SESSION_VERIFICATION_KEYS, before.following(signing, now).text());
    versions.add(SESSION_SIGNING_KEY, signing.text());
  }

  private VerificationKeys verification() {
    return versions
        .latest(SESSION_VERIFICATION_KEYS)
        .map(version -> VerificationKeys.parse(version.text()))
        .orElseGet(() -> new VerificationKeys(new JWKSet()));
  }
}
