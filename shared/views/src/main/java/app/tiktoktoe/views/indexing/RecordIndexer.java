package app.tiktoktoe.views.indexing;

import app.tiktoktoe.events.NotificationEvent;
import java.util.List;

/** Indexes the records of one collection. Implementations are thread-safe. */
interface RecordIndexer {
  /** Applies a change, or takes up what an earlier delivery began. */
  Indexed index(Change change);

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
