package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The blobs of all accounts: a document each, beside the repository, and an object each in Cloud
 * Storage. A blob is temporary, and not served, until a commit refers to it. Thread-safe.
 */
public final class BlobStore {
  private static final FieldMask MASK =
      FieldMask.of("status", "tokensValidFrom", "mimeType", "size", "refs");

  private final Paths paths;
  private final BlobObjects objects;
  private final InstantSource clock;

  /** Reads nothing yet. */
  public BlobStore(Firestore firestore, BlobObjects objects, InstantSource clock) {
    this.paths = new Paths(firestore);
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * Stores what {@code in} gives; the caller closes it. At most about a megabyte is in memory at a
   * time. The same bytes again are the same blob, and young again.
   *
   * @param mimeType what records will have to say it is
   * @throws IOException when {@code in} fails
   */
  public BlobUpload store(Did did, InputStream in, String mimeType, long limitBytes)
      throws IOException {
    BlobUpload upload = objects.write(did, in, mimeType, limitBytes);
    if (upload instanceof BlobUpload.Stored stored) {
      addTemporary(did, stored.cid(), stored.mimeType(), stored.sizeBytes());
    }
    return upload;
  }

  /**
   * Adds a blob whose object {@link BlobObjects#name} is written already. Adding it again makes it
   * young again and changes nothing else.
   */
  public void addTemporary(Did did, Cid cid, String mimeType, long sizeBytes) {
    DocumentReference document = paths.blob(did, cid);
    try {
      Await.result(document.create(BlobDocument.temporary(mimeType, sizeBytes, clock.instant())));
    } catch (AlreadyExistsException e) {
      Await.result(document.update(Map.of("createdAt", HeadDocument.timestamp(clock.instant()))));
    }
  }

  /** Whether a blob is served; two documents read. */
  public BlobLookup find(Did did, Cid cid) {
    DocumentReference[] both = {paths.head(did), paths.blob(did, cid)};
    List<DocumentSnapshot> found = Await.result(paths.firestore().getAll(both, MASK));
    DocumentSnapshot head = found.getFirst();
    if (!head.exists()) {
      return new BlobLookup.RepoNotFound();
    }
    RepositoryStatus status = HeadDocument.standing(head).status();
    if (status != RepositoryStatus.ACTIVE) {
      return new BlobLookup.RepoInactive(status);
    }
    DocumentSnapshot document = found.getLast();
    if (!document.exists()) {
      return new BlobLookup.BlobNotFound();
    }
    BlobDocument blob = BlobDocument.read(document);
    return blob.isReferenced()
        ? new BlobLookup.Found(did, cid, blob.mimeType(), blob.sizeBytes())
        : new BlobLookup.BlobNotFound();
  }
}
