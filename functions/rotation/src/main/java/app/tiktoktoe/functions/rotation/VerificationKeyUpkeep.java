package app.tiktoktoe.functions.rotation;

import static app.tiktoktoe.accounts.AccountSecrets.SESSION_SIGNING_KEY;
import static app.tiktoktoe.accounts.AccountSecrets.SESSION_VERIFICATION_KEYS;

import app.tiktoktoe.accounts.SessionSigningKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The rotation of the keys that session tokens are verified with. They follow the signing key, so
 * all that is left to do is to drop those whose tokens are dead. Thread-safe.
 */
final class VerificationKeyUpkeep implements Rotation {
  private final SecretVersions versions;
  private final InstantSource clock;

  VerificationKeyUpkeep(SecretVersions versions, InstantSource clock) {
    this.versions = versions;
    this.clock = clock;
  }

  @Override
  public Outcome run() {
    Instant now = clock.instant();
    Optional<SecretVersions.Version> signing = versions.latest(SESSION_SIGNING_KEY);
    Optional<SecretVersions.Version> latest = versions.latest(SESSION_VERIFICATION_KEYS);
    if (signing.isEmpty() || latest.isEmpty()) {
      return Outcome.TOO_EARLY;
    }
    VerificationKeys before = VerificationKeys.parse(latest.get().text());
    VerificationKeys after = before.following(SessionSigningKeys.parse(signing.get().text()), now);
    if (after.equals(before)) {
      return Outcome.UNCHANGED;
    }
    versions.add(SESSION_VERIFICATION_KEYS, after.text());
    versions.disableOld(SESSION_VERIFICATION_KEYS);
    return Outcome.ROTATED;
  }
}
