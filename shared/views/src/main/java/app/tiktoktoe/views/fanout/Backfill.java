package app.tiktoktoe.views.fanout;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.post.AuthorFilter;
import app.tiktoktoe.views.post.Posts;
import app.tiktoktoe.views.reaction.Reposts;
import app.tiktoktoe.views.timeline.TimelineEntry;
import com.google.cloud.firestore.Firestore;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Gives a new follower the newest posts and reposts of the account. Thread-safe. */
final class Backfill {
  static final int ENTRIES = 30;

  private final Posts posts;
  private final Reposts reposts;
  private final TimelineAppender appender;

  Backfill(Firestore firestore, TimelineAppender appender) {
    this.posts = new Posts(firestore);
    this.reposts = new Reposts(firestore);
    this.appender = appender;
  }

  /**
   * Costs a read per post and repost, at most {@link #ENTRIES} of each, and a write.
   *
   * @return false when the timeline could not be written
   */
  boolean from(Edge follow) {
    Did author = Did.parse(follow.subject());
    Stream<TimelineEntry> made =
        posts.byAuthor(author, null, ENTRIES, AuthorFilter.POSTS_WITH_REPLIES).items().stream()
            .map(Source::of);
    Stream<TimelineEntry> reposted =
        reposts.byActor(author, null, ENTRIES).items().stream().map(Source::ofRepost);
    List<byte[]> newest =
        Stream.concat(made, reposted)
            .sorted(Comparator.comparing(TimelineEntry::sortAt).reversed())
            .limit(ENTRIES)
            .map(TimelineEntry::encode)
            .toList();
    return newest.isEmpty() || appender.append(List.of(follow.actor().value()), newest);
  }
}
