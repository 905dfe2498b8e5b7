package app.tiktoktoe.views.fanout;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.timeline.TimelineEntry;
import com.google.cloud.firestore.Firestore;
import java.util.List;

/** Gives a new follower the newest posts and reposts of the account. Thread-safe. */
final class Backfill {
  private final RecentEntries recent;
  private final TimelineAppender appender;

  Backfill(Firestore firestore, TimelineAppender appender) {
    this.recent = new RecentEntries(firestore);
    this.appender = appender;
  }

  /**
   * Costs a read per post and repost, at most {@link RecentEntries#ENTRIES} of each, and a write.
   *
   * @return false when the timeline could not be written
   */
  boolean from(Edge follow) {
    List<byte[]> newest =
        recent.of(Did.parse(follow.subject())).map(TimelineEntry::encode).toList();
    return newest.isEmpty() || appender.append(List.of(follow.actor().value()), newest);
  }
}
