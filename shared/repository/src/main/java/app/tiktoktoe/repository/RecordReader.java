package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.Query.Direction;
import java.util.List;
import java.util.Optional;

/** Reads records, of repositories that are served. Thread-safe. */
final class RecordReader {
  private static final FieldMask RECORD_MASK =
      FieldMask.of("status", "tokensValidFrom", "rkey", "cid", "rev", "record", "committedAt");

  private final Paths paths;

  RecordReader(Paths paths) {
    this.paths = paths;
  }

  Optional<Standing> standing(Did did) {
    DocumentSnapshot head =
        Await.result(
                paths
                    .firestore()
                    .getAll(new DocumentReference[] {paths.head(did)}, HeadDocument.standingMask()))
            .getFirst();
    return head.exists() ? Optional.of(HeadDocument.standing(head)) : Optional.empty();
  }

  private boolean isServed(Did did) {
    return standing(did).filter(s -> s.status() == RepositoryStatus.ACTIVE).isPresent();
  }

  /** Both documents in one round trip, without the head's key list. */
  Optional<StoredRecord> record(Did did, Nsid collection, RecordKey rkey) {
    DocumentReference[] both = {paths.head(did), paths.record(did, collection, rkey)};
    List<DocumentSnapshot> found = Await.result(paths.firestore().getAll(both, RECORD_MASK));
    DocumentSnapshot head = found.getFirst();
    DocumentSnapshot record = found.getLast();
    if (!head.exists() || !record.exists()) {
      return Optional.empty();
    }
    return HeadDocument.standing(head).status() == RepositoryStatus.ACTIVE
        ? Optional.of(RecordDocument.read(record))
        : Optional.empty();
  }

  Optional<RecordPage> records(Did did, Nsid collection, RecordPage.Range range) {
    if (!isServed(did)) {
      return Optional.empty();
    }
    List<StoredRecord> records =
        Await.result(query(did, collection, range).get()).getDocuments().stream()
            .map(RecordDocument::read)
            .toList();
    return Optional.of(
        new RecordPage(
            records,
            records.size() < range.limit()
                ? Optional.empty()
                : Optional.of(records.getLast().rkey())));
  }

  /** Within a collection the order of the ids is that of the record keys. */
  private Query query(Did did, Nsid collection, RecordPage.Range range) {
    Query query =
        paths
            .records(did)
            .whereEqualTo("collection", collection.toString())
            .orderBy(
                FieldPath.documentId(),
                range.ascending() ? Direction.ASCENDING : Direction.DESCENDING)
            .limit(range.limit());
    return range
        .after()
        .map(rkey -> query.startAfter(paths.record(did, collection, rkey).getId()))
        .orElse(query);
  }
}
