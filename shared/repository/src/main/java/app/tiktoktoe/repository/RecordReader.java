package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import java.util.List;
import java.util.Optional;

/** Reads records, of repositories that are served. Thread-safe. */
final class RecordReader {
  private static final FieldMask RECORD_MASK =
      FieldMask.of("status", "tokensValidFrom", "rkey", "cid", "rev", "record", "committedAt");

  private final Paths paths;
  private final RepositoryTrees trees;
  private final KeyPages keys;

  RecordReader(Paths paths, RepositoryTrees trees, SegmentStore segments) {
    this.paths = paths;
    this.trees = trees;
    this.keys = new KeyPages(segments);
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

  /** Reads the head, its segment where there are any, and the records of the page. */
  Optional<RecordPage> records(Did did, Nsid collection, RecordPage.Range range) {
    return trees
        .atOneCommit(
            did,
            head ->
                head.standing().status() == RepositoryStatus.ACTIVE
                    ? Optional.of(keys.page(did, head.keys(), collection, range))
                    : Optional.<List<String>>empty())
        .flatMap(page -> page)
        .map(page -> read(did, page, range));
  }

  /** A record that was deleted since the head was read is left out. */
  private RecordPage read(Did did, List<String> page, RecordPage.Range range) {
    List<DocumentReference> documents = page.stream().map(key -> paths.record(did, key)).toList();
    boolean isLast = page.size() < range.limit();
    return new RecordPage(
        paths.getExisting(documents).stream().map(RecordDocument::read).toList(),
        isLast ? Optional.empty() : Optional.of(Change.rkey(page.getLast())));
  }
}
