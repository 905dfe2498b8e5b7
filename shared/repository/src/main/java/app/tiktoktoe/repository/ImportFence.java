package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the batches of one import. Each needs that the head is as the batch before left it, and
 * says in the head that it was made: so no other import, nor any commit, mixes with this one, and a
 * batch whose answer was lost is known to have been made. Used by one thread.
 */
final class ImportFence {
  private static final int MAX_TRIES = 3;
  private static final FieldMask MASK = FieldMask.of(HeadDocument.IMPORTING, "commitCid");

  private final Paths paths;
  private final Did did;
  private final String name;
  private Timestamp version;
  private long made;

  /**
   * Begins with a head.
   *
   * @param name tells this import from others
   */
  ImportFence(Paths paths, Did did, String name, Timestamp version) {
    this.paths = paths;
    this.did = did;
    this.name = name;
    this.version = version;
  }

  /** Something else changed the head. */
  static final class OvertakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OvertakenException(Did did) {
      super("the head of " + did + " was changed during an import", null, false, false);
    }
  }

  /**
   * Makes a batch.
   *
   * @param writes adds at most 499 writes; asked again when the batch was not made
   * @throws OvertakenException if this import may not go on
   */
  void commit(Consumer<WriteBatch> writes) {
    String mark = name + ":" + (made + 1);
    make(Map.of(HeadDocument.IMPORTING, mark), writes, (marked, commit) -> mark.equals(marked));
    made++;
  }

  /** Makes the last batch, which ends the import. */
  void finish(Map<String, Object> headFields, Cid commit, Consumer<WriteBatch> writes) {
    Map<String, Object> fields = new HashMap<>(headFields);
    fields.put(HeadDocument.IMPORTING, FieldValue.delete());
    fields.put(HeadDocument.IMPORTED, true);
    make(fields, writes, (marked, cid) -> commit.toString().equals(cid));
  }

  private void make(
      Map<String, Object> headFields,
      Consumer<WriteBatch> writes,
      BiPredicate<@Nullable String, @Nullable String> isMade) {
    for (int tries = 1; ; tries++) {
      WriteBatch batch = paths.firestore().batch();
      batch.update(paths.head(did), headFields, Precondition.updatedAt(version));
      writes.accept(batch);
      try {
        version = Await.result(batch.commit()).getFirst().getUpdateTime();
        return;
      } catch (RuntimeException e) {
        if (CommitFault.of(e) == CommitFault.DEFINITE) {
          throw e;
        }
        if (wasMade(isMade)) {
          return;
        }
        if (tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }

  /** Settles what became of a batch that failed. */
  private boolean wasMade(BiPredicate<@Nullable String, @Nullable String> isMade) {
    DocumentReference[] head = {paths.head(did)};
    DocumentSnapshot now = Await.result(paths.firestore().getAll(head, MASK)).getFirst();
    Timestamp updated = Objects.requireNonNull(now.getUpdateTime());
    if (isMade.test(now.getString(HeadDocument.IMPORTING), now.getString("commitCid"))) {
      version = updated;
      return true;
    }
    if (!updated.equals(version)) {
      throw new OvertakenException(did);
    }
    return false;
  }
}
