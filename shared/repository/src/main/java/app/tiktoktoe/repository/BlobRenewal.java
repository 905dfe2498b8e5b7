package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives blobs that are here already another hour to be referred to, as an upload of the same bytes
 * would. Thread-safe, also against {@link BlobCollector}: one that is renewed is there.
 */
public final class BlobRenewal {
  private static final int MAX_TRIES = 10;

  private final Paths paths;
  private final InstantSource clock;

  /** Reads nothing yet. */
  public BlobRenewal(Firestore firestore, InstantSource clock) {
    this.paths = new Paths(firestore);
    this.clock = clock;
  }

  /** What a renewed blob is. */
  public record Renewed(String mimeType, long sizeBytes) {}

  /**
   * Renews a blob; empty when it is not there, has yet to be uploaded or is taken down. One
   * document read, and one written when it is renewed.
   */
  public Optional<Renewed> renew(Did did, Cid cid) {
    DocumentReference document = paths.blob(did, cid);
    for (int tries = 1; ; tries++) {
      DocumentSnapshot found = Await.result(document.get());
      if (!found.exists()) {
        return Optional.empty();
      }
      BlobDocument blob = BlobDocument.read(found);
      if (blob.isMissing() || blob.isTakenDown()) {
        return Optional.empty();
      }
      try {
        Await.result(
            document.update(
                Precondition.updatedAt(Objects.requireNonNull(found.getUpdateTime())),
                "createdAt",
                HeadDocument.timestamp(clock.instant())));
        return Optional.of(new Renewed(blob.mimeType(), blob.sizeBytes()));
      } catch (RuntimeException e) {
        if (CommitFault.of(e) != CommitFault.STALE || tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }
}
