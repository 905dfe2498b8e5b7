package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where chains lie. Stateless.
 *
 * <p>{@code auditEntries/{did}~{seq}}: an entry; {@code pending} as long as Cloud Logging may not
 * have it. {@code auditChains/{did}}: the last entry of a chain, and {@code changed}, when that
 * was. {@code pending} and {@code changed} are a shard digit, a dash and the time in microseconds,
 * so that the index on them does not grow at one end.
 */
final class AuditDocuments {
  static final String ENTRIES = "auditEntries";
  static final String CHAINS = "auditChains";
  static final String PENDING = "pending";
  static final String CHANGED = "changed";
  static final String SEQ = "seq";
  static final String HASH = "hash";
  static final String AT = "at";
  static final String VERSION = "version";
  static final int SHARDS = 4;

  private AuditDocuments() {}

  static DocumentReference chain(Firestore firestore, Did did) {
    return firestore.collection(CHAINS).document(did.value());
  }

  static DocumentReference entry(Firestore firestore, Did did, long seq) {
    return firestore.collection(ENTRIES).document(entryId(did, seq));
  }

  /** A tilde is in no DID, so that the entries of one account lie beside each other. */
  static String entryId(Did did, long seq) {
    return did + "~" + String.format("%010d", seq);
  }

  static Map<String, Object> fields(AuditEntry entry) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(VERSION, 1);
    fields.put("did", entry.did().value());
    fields.put(SEQ, entry.seq());
    fields.put(AT, timestamp(entry.at()));
    fields.put("kind", entry.event().kind().id());
    fields.put("by", entry.event().by().id());
    entry.event().about().ifPresent(about -> fields.put("about", about));
    fields.put("nonce", entry.nonce());
    fields.put("previous", entry.previous());
    fields.put(HASH, entry.hash());
    fields.put(PENDING, shardAndTime(entry.did(), entry.at()));
    return fields;
  }

  /**
   * Reads what is stored, without believing it.
   *
   * @throws RuntimeException when it cannot be an entry at all
   */
  static AuditEntry entry(DocumentSnapshot stored) {
    return new AuditEntry(
        Did.parse(text(stored, "did")),
        number(stored, SEQ),
        instant(stored, AT),
        new AuditEvent(
            AuditKind.ofId(text(stored, "kind")),
            new AuditActor(text(stored, "by")),
            Optional.ofNullable(stored.getString("about"))),
        text(stored, "nonce"),
        text(stored, "previous"),
        text(stored, HASH));
  }

  static Map<String, Object> chainFields(AuditEntry last) {
    return Map.of(
        VERSION,
        1,
        SEQ,
        last.seq(),
        HASH,
        last.hash(),
        AT,
        timestamp(last.at()),
        CHANGED,
        shardAndTime(last.did(), last.at()));
  }

  private static String shardAndTime(Did did, Instant at) {
    return shardAndTime(Math.floorMod(did.value().hashCode(), SHARDS), at);
  }

  static String shardAndTime(int shard, Instant at) {
    long micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    return shard + "-" + String.format("%016d", micros);
  }

  static String text(DocumentSnapshot document, String field) {
    return Objects.requireNonNull(document.getString(field), () -> "a document without " + field);
  }

  static long number(DocumentSnapshot document, String field) {
    return Objects.requireNonNull(document.getLong(field), () -> "a document without " + field);
  }

  static Instant instant(DocumentSnapshot document, String field) {
    Timestamp time =
        Objects.requireNonNull(document.getTimestamp(field), () -> "a document without " + field);
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.ofTimeSecondsAndNanos(time.getEpochSecond(), time.getNano());
  }
}
