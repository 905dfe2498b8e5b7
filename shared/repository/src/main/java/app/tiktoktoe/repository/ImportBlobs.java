package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes an account's blobs be referred to by exactly the records that are imported; what was not
 * uploaded is missing from then on. Thread-safe.
 */
final class ImportBlobs {
  private static final int PAGE = 300;
  private static final int MAX_TRIES = 5;
  private static final int WRITE_BYTES = 500;

  private final Paths paths;

  ImportBlobs(Paths paths) {
    this.paths = paths;
  }

  /** An upload that comes between is seen at the next attempt. */
  void mark(Did did, ImportFence fence, Map<Cid, ImportedBlob> wanted, Tid rev, Instant now) {
    for (int tries = 1; ; tries++) {
      try {
        attempt(did, fence, wanted, rev, now);
        return;
      } catch (ImportFence.OvertakenException e) {
        throw e;
      } catch (RuntimeException e) {
        if (CommitFault.of(e) != CommitFault.STALE || tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }

  private void attempt(
      Did did, ImportFence fence, Map<Cid, ImportedBlob> wanted, Tid rev, Instant now) {
    Map<Cid, DocumentSnapshot> stored = stored(did);
    ImportWrites writes = new ImportWrites(fence);
    wanted.forEach((cid, blob) -> refer(writes, did, cid, blob, stored.remove(cid), rev, now));
    stored.forEach((cid, document) -> release(writes, document, rev, now));
    writes.flush();
  }

  private void refer(
      ImportWrites writes,
      Did did,
      Cid cid,
      ImportedBlob blob,
      @Nullable DocumentSnapshot document,
      Tid rev,
      Instant now) {
    long bytes = WRITE_BYTES + blob.refs().stream().mapToLong(String::length).sum();
    if (document == null) {
      writes.add(bytes, batch -> batch.create(paths.blob(did, cid), blob.missing(rev, now)));
      return;
    }
    BlobDocument stored = BlobDocument.read(document);
    if (!stored.refs().equals(blob.refs())) {
      writes.add(
          bytes,
          batch ->
              batch.update(
                  document.getReference(), blob.update(stored, rev, now), unchanged(document)));
    }
  }

  private static void release(
      ImportWrites writes, DocumentSnapshot document, Tid rev, Instant now) {
    BlobDocument blob = BlobDocument.read(document);
    if (blob.isMissing()) {
      writes.add(WRITE_BYTES, batch -> batch.delete(document.getReference(), unchanged(document)));
    } else if (!blob.refs().isEmpty()) {
      writes.add(
          WRITE_BYTES,
          batch ->
              batch.update(
                  document.getReference(),
                  blob.referencedBy(new TreeSet<>(), rev, now),
                  unchanged(document)));
    }
  }

  private static Precondition unchanged(DocumentSnapshot document) {
    return Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime()));
  }

  private Map<Cid, DocumentSnapshot> stored(Did did) {
    Map<Cid, DocumentSnapshot> stored = new HashMap<>();
    Query query = paths.blobs(did).orderBy(FieldPath.documentId()).limit(PAGE);
    List<QueryDocumentSnapshot> page = new ArrayList<>(Await.result(query.get()).getDocuments());
    while (!page.isEmpty()) {
      page.forEach(document -> stored.put(Cid.parse(document.getId()), document));
      page =
          page.size() < PAGE
              ? List.of()
              : Await.result(query.startAfter(page.getLast()).get()).getDocuments();
    }
    return stored;
  }
}
