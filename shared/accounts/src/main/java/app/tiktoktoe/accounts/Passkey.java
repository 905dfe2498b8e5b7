package app.tiktoktoe.accounts;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A passkey of an account.
 *
 * @param id of the credential, in base64url
 * @param name that its owner gave it
 * @param credential the attested credential data of WebAuthn: authenticator, id and public key
 * @param counter of its uses; 0 for the many that do not count
 * @param backupEligible whether it may be copied to other devices
 * @param backedUp whether it was
 */
public record Passkey(
    String id,
    String name,
    Blob credential,
    long counter,
    boolean backupEligible,
    boolean backedUp,
    Instant addedAt,
    Instant usedAt) {

  Passkey used(long newCounter, boolean nowBackedUp, Instant now) {
    return new Passkey(id, name, credential, newCounter, backupEligible, nowBackedUp, addedAt, now);
  }

  static Passkey read(Map<?, ?> stored) {
    return new Passkey(
        String.valueOf(stored.get("id")),
        String.valueOf(stored.get("name")),
        (Blob) Objects.requireNonNull(stored.get("credential")),
        ((Number) Objects.requireNonNull(stored.get("counter"))).longValue(),
        Boolean.TRUE.equals(stored.get("backupEligible")),
        Boolean.TRUE.equals(stored.get("backedUp")),
        instant(stored.get("addedAt")),
        instant(stored.get("usedAt")));
  }

  private static Instant instant(@Nullable Object stored) {
    Timestamp time = (Timestamp) Objects.requireNonNull(stored, "no time");
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  Map<String, Object> fields() {
    return Map.of(
        "id",
        id,
        "name",
        name,
        "credential",
        credential,
        "counter",
        counter,
        "backupEligible",
        backupEligible,
        "backedUp",
        backedUp,
        "addedAt",
        Documents.timestamp(addedAt),
        "usedAt",
        Documents.timestamp(usedAt));
  }
}
