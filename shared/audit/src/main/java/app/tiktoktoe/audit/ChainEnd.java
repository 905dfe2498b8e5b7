package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The end of a chain as it was read. Immutable.
 *
 * @param version of its document; empty when the chain has no entry yet
 */
record ChainEnd(Did did, long seq, String hash, Instant at, Optional<Timestamp> version) {
  static ChainEnd read(Did did, DocumentSnapshot stored) {
    return stored.exists()
        ? new ChainEnd(
            did,
            AuditDocuments.number(stored, AuditDocuments.SEQ),
            AuditDocuments.text(stored, AuditDocuments.HASH),
            AuditDocuments.instant(stored, AuditDocuments.AT),
            Optional.of(Objects.requireNonNull(stored.getUpdateTime())))
        : new ChainEnd(did, 0, AuditEntry.BEGINNING, Instant.EPOCH, Optional.empty());
  }

  /** The entry that would be next; its time is after that of the one before. */
  AuditEntry next(AuditEvent event, Instant now, String nonce) {
    Instant time = now.isAfter(at) ? now : at.plusNanos(1_000);
    return AuditEntry.sealed(did, seq + 1, time, event, nonce, hash);
  }

  /** Adds a creation and a write to {@code batch}, whose commit fails when the chain has moved. */
  void addTo(Firestore firestore, WriteBatch batch, AuditEntry next) {
    batch.create(AuditDocuments.entry(firestore, did, next.seq()), AuditDocuments.fields(next));
    version.ifPresentOrElse(
        read ->
            batch.update(
                AuditDocuments.chain(firestore, did),
                AuditDocuments.chainFields(next),
                Precondition.updatedAt(read)),
        () -> batch.create(AuditDocuments.chain(firestore, did), AuditDocuments.chainFields(next)));
  }
}
