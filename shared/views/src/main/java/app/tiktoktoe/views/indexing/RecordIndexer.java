package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.events.NotificationEvent;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import java.util.List;

/** Indexes the records of one collection. Implementations are thread-safe. */
interface RecordIndexer {
  /** Applies a change, or takes up what an earlier delivery began. */
  Indexed index(Change change);

  /** The document that holds a record, there or not. */
  DocumentReference document(Did did, String rkey);

  /** Whether a document that exists has what its indexer reads of it; else it is damaged. */
  boolean isWhole(DocumentSnapshot document);

  /**
   * Takes back what {@code document} says of {@code change}'s record, so that {@link #index} makes
   * it anew. What follows from other accounts' records stays.
   *
   * @param document as it was read; the write fails when it has changed since
   */
  void drop(Change change, DocumentSnapshot document);

  /**
   * What is left to do after a change was applied.
   *
   * @param told what the change, as long as it is the record's last, tells other accounts
   * @param folds brings the counts up to date that the change has an effect on; may wait
   */
  record Indexed(List<NotificationEvent> told, Runnable folds) {
    static final Indexed NOTHING = new Indexed(List.of(), () -> {});
  }
}
