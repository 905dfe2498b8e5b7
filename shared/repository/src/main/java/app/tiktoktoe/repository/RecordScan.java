package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads records of repositories whatever their status. Thread-safe. */
public final class RecordScan {
  private final Paths paths;

  /** Reads nothing yet. */
  public RecordScan(Firestore firestore) {
    this.paths = new Paths(firestore);
  }

  /** Records of a collection in rising order of their keys; reads one document for each. */
  public List<StoredRecord> page(Did did, Nsid collection, Optional<RecordKey> after, int limit) {
    Query query =
        paths
            .records(did)
            .whereEqualTo("collection", collection.toString())
            .orderBy(FieldPath.documentId())
            .limit(limit);
    Query page =
        after
            .map(rkey -> query.startAfter(paths.record(did, collection, rkey).getId()))
            .orElse(query);
    return Await.result(page.get()).getDocuments().stream().map(RecordDocument::read).toList();
  }

  /** Those of some records that there are; reads a document for each. */
  public List<StoredRecord> find(Did did, Nsid collection, Collection<RecordKey> keys) {
    List<DocumentReference> documents =
        keys.stream().map(rkey -> paths.record(did, collection, rkey)).toList();
    return paths.getExisting(documents).stream().map(RecordDocument::read).toList();
  }
}
