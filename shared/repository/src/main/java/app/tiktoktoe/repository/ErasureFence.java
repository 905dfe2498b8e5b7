package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes the batches that erase an account. Each needs that the head is as the batch before left it,
 * so none is made once the account has come back, and of two erasures one stops. Each puts off the
 * time at which somebody else takes the erasure up. Used by one thread.
 */
public final class ErasureFence {
  /** The most documents of a batch; one more is the head. */
  public static final int MAX_DELETES = 499;

  private final Paths paths;
  private final Did did;
  private final Supplier<Instant> resumeAfter;
  private Timestamp version;

  ErasureFence(Paths paths, Did did, Timestamp version, Supplier<Instant> resumeAfter) {
    this.paths = paths;
    this.did = did;
    this.version = version;
    this.resumeAfter = resumeAfter;
  }

  /**
   * Deletes documents in one batch, for a write and a delete each.
   *
   * @return false when somebody else changed the head, which ends this erasure
   */
  public boolean delete(List<DocumentReference> documents) {
    if (documents.size() > MAX_DELETES) {
      throw new IllegalArgumentException(documents.size() + " documents at once");
    }
    return commit(batch -> documents.forEach(batch::delete));
  }

  boolean commit(Consumer<WriteBatch> writes) {
    return commit(
        Map.of(HeadDocument.ERASE_AFTER, HeadDocument.timestamp(resumeAfter.get())), writes);
  }

  boolean commit(Map<String, Object> headFields, Consumer<WriteBatch> writes) {
    WriteBatch batch = paths.firestore().batch();
    batch.update(paths.head(did), headFields, Precondition.updatedAt(version));
    writes.accept(batch);
    try {
      version = Await.result(batch.commit()).getFirst().getUpdateTime();
      return true;
    } catch (RuntimeException e) {
      if (CommitFault.of(e) == CommitFault.STALE) {
        return false;
      }
      throw e;
    }
  }
}
