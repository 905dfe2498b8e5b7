package app.tiktoktoe.views.fanout;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.post.AuthorFilter;
import app.tiktoktoe.views.post.Posts;
import app.tiktoktoe.views.reaction.Reposts;
import app.tiktoktoe.views.timeline.TimelineEntry;
import com.google.cloud.firestore.Firestore;
import java.util.Comparator;
import java.util.stream.Stream;

/** What an account posted and reposted of late. Thread-safe. */
final class RecentEntries {
  static final int ENTRIES = 30;

  private final Posts posts;
  private final Reposts reposts;

  RecentEntries(Firestore firestore) {
    this.posts = new Posts(firestore);
    this.reposts = new Reposts(firestore);
  }

  /** At most {@link #ENTRIES}, newest first, for a read per post and repost as many of each. */
  Stream<TimelineEntry> of(Did author) {
    Stream<TimelineEntry> made =
        posts.byAuthor(author, null, ENTRIES, AuthorFilter.POSTS_WITH_REPLIES).items().stream()
            .map(Source::of);
    Stream<TimelineEntry> reposted =
        reposts.byActor(author, null, ENTRIES).items().stream().map(Source::ofRepost);
    return Stream.concat(made, reposted)
        .sorted(Comparator.comparing(TimelineEntry::sortAt).reversed())
        .limit(ENTRIES);
  }
}
