package app.tiktoktoe.accounts;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the second factors of an account are checked with. Immutable.
 *
 * @param totp the secret in use
 * @param pending a secret that waits for its first code
 * @param recovery the digests of the recovery codes that were not used
 * @param challenges that passkeys may answer, oldest first
 * @param steppedUp until when a sign-in, by its family, counts as confirmed by a factor
 * @param version of the document that this was read from; empty when there is none
 */
record FactorRecord(
    Optional<Secret> totp,
    Optional<Pending> pending,
    List<String> recovery,
    List<Passkey> passkeys,
    List<Challenge> challenges,
    Map<String, Instant> steppedUp,
    Optional<Timestamp> version) {

  FactorRecord {
    recovery = List.copyOf(recovery);
    passkeys = List.copyOf(passkeys);
    challenges = List.copyOf(challenges);
    steppedUp = Map.copyOf(steppedUp);
  }

  /**
   * A secret for codes.
   *
   * @param sealed by the account's key vault
   * @param lastStep the last half minute whose code was used
   */
  record Secret(Blob sealed, long lastStep) {}

  /** A secret that its owner has yet to prove to hold. */
  record Pending(Blob sealed, Instant until) {}

  /**
   * What a passkey is to sign.
   *
   * @param digest of the challenge
   * @param purpose what its answer is good for
   */
  record Challenge(String digest, String purpose, Instant until) {}

  static FactorRecord none() {
    return new FactorRecord(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Optional.empty());
  }

  FactorRecord withTotp(Optional<Secret> secret) {
    return new FactorRecord(
        secret, Optional.empty(), recovery, passkeys, challenges, steppedUp, version);
  }

  FactorRecord withUsed(Secret secret) {
    return new FactorRecord(
        Optional.of(secret), pending, recovery, passkeys, challenges, steppedUp, version);
  }

  FactorRecord withPending(Pending secret) {
    return new FactorRecord(
        totp, Optional.of(secret), recovery, passkeys, challenges, steppedUp, version);
  }

  FactorRecord withRecovery(List<String> digests) {
    return new FactorRecord(totp, pending, digests, passkeys, challenges, steppedUp, version);
  }

  FactorRecord withoutRecovery(String digest) {
    return withRecovery(recovery.stream().filter(known -> !known.equals(digest)).toList());
  }

  FactorRecord withPasskeys(List<Passkey> keys) {
    return new FactorRecord(totp, pending, recovery, keys, challenges, steppedUp, version);
  }

  FactorRecord withChallenges(List<Challenge> asked) {
    return new FactorRecord(totp, pending, recovery, passkeys, asked, steppedUp, version);
  }

  FactorRecord withSteppedUp(Map<String, Instant> families) {
    return new FactorRecord(totp, pending, recovery, passkeys, challenges, families, version);
  }

  static FactorRecord read(DocumentSnapshot document) {
    if (!document.exists()) {
      return none();
    }
    return new FactorRecord(
        Optional.ofNullable((Map<?, ?>) document.get("totp"))
            .map(map -> new Secret(blob(map), number(map))),
        Optional.ofNullable((Map<?, ?>) document.get("pending"))
            .map(map -> new Pending(blob(map), time(map.get("until")))),
        maps(document, "recovery", String::valueOf),
        maps(document, "passkeys", stored -> Passkey.read((Map<?, ?>) stored)),
        maps(document, "challenges", stored -> challenge((Map<?, ?>) stored)),
        families(document),
        Optional.of(Documents.updateTime(document)));
  }

  private static Blob blob(Map<?, ?> stored) {
    return (Blob) Objects.requireNonNull(stored.get("sealed"), "a secret without its bytes");
  }

  private static long number(Map<?, ?> stored) {
    return ((Number) Objects.requireNonNull(stored.get("lastStep"))).longValue();
  }

  private static <T> List<T> maps(
      DocumentSnapshot document, String field, Function<Object, T> read) {
    List<T> values = new ArrayList<>();
    ((Collection<?>) Objects.requireNonNull(document.get(field), () -> "no " + field))
        .forEach(stored -> values.add(read.apply(stored)));
    return values;
  }

  private static Challenge challenge(Map<?, ?> stored) {
    return new Challenge(
        String.valueOf(stored.get("digest")),
        String.valueOf(stored.get("purpose")),
        time(stored.get("until")));
  }

  private static Map<String, Instant> families(DocumentSnapshot document) {
    Map<String, Instant> families = new HashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(document.get("steppedUp")))
        .forEach((family, until) -> families.put(String.valueOf(family), time(until)));
    return families;
  }

  private static Instant time(@Nullable Object stored) {
    Timestamp time = (Timestamp) Objects.requireNonNull(stored, "no time");
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** All fields, also those that are empty: an update replaces each. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new HashMap<>();
    fields.put(Documents.VERSION_FIELD, Documents.VERSION);
    fields.put("totp", totp.map(FactorRecord::stored).orElse(null));
    fields.put("pending", pending.map(FactorRecord::stored).orElse(null));
    fields.put("recovery", recovery);
    fields.put("passkeys", passkeys.stream().map(Passkey::fields).toList());
    fields.put("challenges", challenges.stream().map(FactorRecord::stored).toList());
    Map<String, Object> families = new HashMap<>();
    steppedUp.forEach((family, until) -> families.put(family, Documents.timestamp(until)));
    fields.put("steppedUp", families);
    return fields;
  }

  private static Map<String, Object> stored(Secret secret) {
    return Map.of("sealed", secret.sealed(), "lastStep", secret.lastStep());
  }

  private static Map<String, Object> stored(Pending secret) {
    return Map.of("sealed", secret.sealed(), "until", Documents.timestamp(secret.until()));
  }

  private static Map<String, Object> stored(Challenge asked) {
    return Map.of(
        "digest",
        asked.digest(),
        "purpose",
        asked.purpose(),
        "until",
        Documents.timestamp(asked.until()));
  }
}
