package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import com.google.api.core.ApiFuture;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.QuerySnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * The search for the records that created ones replace, as one of the same subject. What it finds
 * is true for as long as the head has not changed, which the commit makes sure of. Used by one
 * thread.
 */
final class Duplicates {
  /** As many as a query may compare a field with. */
  private static final int MAX_SUBJECTS = 30;

  private final List<ApiFuture<QuerySnapshot>> queries = new ArrayList<>();

  private Duplicates() {}

  /** A record of the repository, and what it refers to. */
  record Older(Nsid collection, RecordKey rkey, Cid cid, List<BlobReference> blobs) {
    private static Older read(DocumentSnapshot document) {
      return new Older(
          Nsid.parse(HeadDocument.text(document, "collection")),
          RecordKey.parse(HeadDocument.text(document, "rkey")),
          Cid.parse(HeadDocument.text(document, "cid")),
          BlobReference.in(RecordDocument.value(document)));
    }

    String key() {
      return Change.key(collection, rkey);
    }
  }

  /** Begins the search; nothing is read for records without a subject. */
  static Duplicates search(Paths paths, WriteRequest request) {
    Duplicates duplicates = new Duplicates();
    List<String> subjects = request.replaceDuplicates() ? subjects(request) : List.of();
    for (int from = 0; from < subjects.size(); from += MAX_SUBJECTS) {
      List<String> some = subjects.subList(from, Math.min(from + MAX_SUBJECTS, subjects.size()));
      duplicates.queries.add(
          paths.records(request.repo()).whereIn(RecordDocument.SUBJECT, some).get());
    }
    return duplicates;
  }

  private static List<String> subjects(WriteRequest request) {
    return request.writes().stream()
        .filter(RecordWrite.Create.class::isInstance)
        .map(RecordWrite.Create.class::cast)
        .flatMap(create -> RecordSubject.of(create.collection(), create.record()).stream())
        .distinct()
        .toList();
  }

  /** Waits for what there is. */
  List<Older> found() {
    return queries.stream()
        .flatMap(query -> Await.result(query).getDocuments().stream())
        .map(Older::read)
        .toList();
  }
}
