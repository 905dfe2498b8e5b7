package app.tiktoktoe.audit;

import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import java.util.List;

/**
 * Copies entries to Cloud Logging, to be run every minute. Killed between the copy and the note
 * that there is one, it copies again, which adds nothing. Thread-safe.
 */
public final class AuditCarrier {
  /** The task's name. */
  public static final String TASK = "audit-carry";

  private static final int PAGE = 500;
  private static final int MOST_PAGES = 10;

  private final Firestore firestore;
  private final AuditLog log;

  /** Of the chains on {@code firestore}. */
  public AuditCarrier(Firestore firestore, AuditLog log) {
    this.firestore = firestore;
    this.log = log;
  }

  /**
   * Copies what waits, up to 5,000 entries of each of four shards; a read and a write for each, and
   * a read for an empty shard.
   *
   * @return how many were copied
   */
  public int run() {
    int copied = 0;
    for (int shard = 0; shard < AuditDocuments.SHARDS; shard++) {
      for (int page = 0; page < MOST_PAGES; page++) {
        List<QueryDocumentSnapshot> waiting = waiting(shard);
        carry(waiting);
        copied += waiting.size();
        if (waiting.size() < PAGE) {
          break;
        }
      }
    }
    return copied;
  }

  private List<QueryDocumentSnapshot> waiting(int shard) {
    return Await.result(
            firestore
                .collection(AuditDocuments.ENTRIES)
                .whereGreaterThanOrEqualTo(AuditDocuments.PENDING, shard + "-")
                .whereLessThan(AuditDocuments.PENDING, shard + ".")
                .orderBy(AuditDocuments.PENDING)
                .limit(PAGE)
                .get())
        .getDocuments();
  }

  private void carry(List<QueryDocumentSnapshot> waiting) {
    if (waiting.isEmpty()) {
      return;
    }
    log.writeEntries(waiting.stream().map(AuditDocuments::entry).toList());
    WriteBatch batch = firestore.batch();
    waiting.forEach(
        stored -> batch.update(stored.getReference(), AuditDocuments.PENDING, FieldValue.delete()));
    Await.result(batch.commit());
  }
}
