package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Erases the repositories of deleted accounts, some documents at a time, and leaves their heads as
 * tombstones. Whatever was erased stays so when it breaks off, and the next call goes on.
 * Thread-safe.
 */
public final class RepositoryErasure {
  /**
   * How long after its deletion an account is left alone. From the deletion on every commit is
   * refused, but a request that began before may still write what no commit holds: a blob and its
   * document, a session, a snapshot, preferences. None lasts longer than ten minutes, and a signed
   * address is good for fifteen.
   */
  public static final Duration DELAY = Duration.ofHours(1);

  /** How long an erasure may stand still before it is taken up again. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Paths paths;
  private final InstantSource clock;

  /** Reads nothing yet. */
  public RepositoryErasure(Firestore firestore, InstantSource clock) {
    this.paths = new Paths(firestore);
    this.clock = clock;
  }

  /**
   * Claims deleted accounts that are to be erased now: each is given again only when nothing of it
   * was erased for an hour. Costs a read and a write each, and a read when there are none.
   */
  public List<Did> claim(int limit) {
    Instant now = clock.instant();
    List<QueryDocumentSnapshot> due =
        Await.result(
                paths
                    .firestore()
                    .collection("repos")
                    .whereLessThanOrEqualTo(HeadDocument.ERASE_AFTER, HeadDocument.timestamp(now))
                    .orderBy(HeadDocument.ERASE_AFTER)
                    .limit(limit)
                    .get())
            .getDocuments();
    List<Did> claimed = new ArrayList<>();
    for (DocumentSnapshot head : due) {
      Did did = Did.parse(head.getId());
      ErasureFence fence = fence(did, head);
      if (fence.commit(batch -> {})) {
        claimed.add(did);
      }
    }
    return claimed;
  }

  /**
   * A deleted account, as long as there is something to erase.
   *
   * @param deletedAt when it was deleted
   * @param fence by which everything of it is erased
   */
  public record Condemned(Did did, Instant deletedAt, ErasureFence fence) {
    /** What was stored later belongs to an account that has come back. */
    public Instant storedBefore() {
      return deletedAt.plus(DELAY);
    }
  }

  /**
   * Begins to erase, or goes on, for a read; empty for an account that is not deleted, was not long
   * enough ago, or is erased already.
   */
  public Optional<Condemned> begin(Did did) {
    DocumentSnapshot head = Await.result(paths.head(did).get());
    if (!head.exists()
        || head.contains(HeadDocument.ERASED_AT)
        || HeadDocument.standing(head).status() != RepositoryStatus.DELETED) {
      return Optional.empty();
    }
    Timestamp at = Objects.requireNonNull(head.getTimestamp("statusAt"));
    Instant deletedAt = Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    return clock.instant().isBefore(deletedAt.plus(DELAY))
        ? Optional.empty()
        : Optional.of(new Condemned(did, deletedAt, fence(did, head)));
  }

  private ErasureFence fence(Did did, DocumentSnapshot head) {
    return new ErasureFence(
        paths,
        did,
        Objects.requireNonNull(head.getUpdateTime()),
        () -> clock.instant().plus(PATIENCE));
  }

  /**
   * Documents under the head, whatever they are, in no order; empty when there is none left. Reads
   * a document for each, and one for each kind.
   */
  public List<DocumentReference> documents(Did did, int limit) {
    List<DocumentReference> found = new ArrayList<>();
    for (CollectionReference kind : paths.head(did).listCollections()) {
      if (found.size() < limit) {
        Await.result(kind.select(FieldPath.documentId()).limit(limit - found.size()).get())
            .forEach(document -> found.add(document.getReference()));
      }
    }
    return found;
  }

  /**
   * Makes the head a tombstone, for a write.
   *
   * @param more adds what else is left of the account, in the same batch
   * @return false when somebody else changed the head
   */
  public boolean finish(Condemned account, Consumer<WriteBatch> more) {
    return account.fence().commit(HeadDocument.tombstone(clock.instant()), more);
  }
}
