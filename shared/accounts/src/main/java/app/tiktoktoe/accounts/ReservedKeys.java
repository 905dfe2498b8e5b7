package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.repository.KeyVault;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Signing keys for accounts that are about to move here, so that their identities can name them
 * before. Collection {@code reservedKeys}, by DID, or by the key itself for an unnamed account;
 * kept for {@link #KEPT}. Sealed for the service, because the account may have no name yet.
 * Thread-safe.
 */
public final class ReservedKeys {
  private static final Duration KEPT = Duration.ofDays(30);

  private final Firestore firestore;
  private final KeyVault vault;
  private final Did service;
  private final InstantSource clock;
  private final SecureRandom random;

  /** On {@code firestore}, sealed for {@code service}. */
  public ReservedKeys(
      Firestore firestore, KeyVault vault, Did service, InstantSource clock, SecureRandom random) {
    this.firestore = firestore;
    this.vault = vault;
    this.service = service;
    this.clock = clock;
    this.random = random;
  }

  /** A key and the document that it is in. */
  record Reserved(SigningKey key, DocumentReference document) {}

  /**
   * Reserves a key; the same again for the same account. Costs a read for a named account, and a
   * write when the key is new.
   */
  public PublicKey reserve(Optional<Did> did) {
    Optional<Reserved> known = did.flatMap(account -> find(document(account.value())));
    if (known.isPresent()) {
      return known.get().key().publicKey();
    }
    SigningKey key = SigningKey.generate(Curve.K256, random);
    PublicKey publicKey = key.publicKey();
    DocumentReference document = document(did.map(Did::value).orElse(publicKey.didKey()));
    try {
      Await.result(document.create(fields(key)));
      return publicKey;
    } catch (RuntimeException e) {
      if (Conflicts.isConflict(e)) {
        return find(document).orElseThrow().key().publicKey();
      }
      throw e;
    }
  }

  private Map<String, Object> fields(SigningKey key) {
    byte[] secret = key.secretBytes();
    try {
      return Map.of(
          Documents.VERSION_FIELD,
          Documents.VERSION,
          "sealedKey",
          Blob.fromBytes(vault.seal(service, secret)),
          "expireAt",
          Documents.timestamp(clock.instant().plus(KEPT)));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /**
   * The key that was reserved for an account, or else the one that its identity names, if that was
   * reserved here; at most two reads.
   */
  Optional<Reserved> find(Did did, Optional<PublicKey> named) {
    return find(document(did.value())).or(() -> named.flatMap(key -> find(document(key.didKey()))));
  }

  /** Adds the removal of a key that an account has by now. */
  static void remove(WriteBatch batch, Reserved reserved) {
    batch.delete(reserved.document());
  }

  private Optional<Reserved> find(DocumentReference document) {
    DocumentSnapshot stored = Await.result(document.get());
    if (!stored.exists() || !clock.instant().isBefore(Documents.instant(stored, "expireAt"))) {
      return Optional.empty();
    }
    byte[] secret =
        vault.open(
            service,
            Objects.requireNonNull(stored.getBlob("sealedKey"), "a reserved key without its secret")
                .toBytes());
    try {
      return Optional.of(new Reserved(SigningKey.fromBytes(Curve.K256, secret), document));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private DocumentReference document(String id) {
    return firestore.collection("reservedKeys").document(id);
  }
}
