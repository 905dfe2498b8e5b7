package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.graph.Follows;
import app.tiktoktoe.views.post.AuthorFilter;
import app.tiktoktoe.views.post.Posts;
import app.tiktoktoe.views.timeline.Timeline;
import app.tiktoktoe.views.timeline.Timelines;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.firestore.Blob;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds timelines, and makes one for a viewer who has none because of a long absence: a timeline
 * that exists is what tells the fan-out to copy into it. Thread-safe.
 */
final class ReturningViewers {
  static final int AUTHORS = 50;
  static final int NEWEST = 10;

  private final Timelines timelines;
  private final Posts posts;

  ReturningViewers(Timelines timelines, Posts posts) {
    this.timelines = timelines;
    this.posts = posts;
  }

  /**
   * The viewer's timeline, for one read. A viewer without one gets the newest {@link #NEWEST} posts
   * of itself and of the {@link #AUTHORS} accounts it followed last, for a read each, a write and
   * another read.
   */
  Timeline timeline(Viewer viewer) {
    return timelines.find(viewer.did()).orElseGet(() -> created(viewer));
  }

  private Timeline created(Viewer viewer) {
    List<Blob> entries =
        Stream.concat(
                Stream.of(viewer.did()),
                Follows.newestFirst(viewer.follows()).stream()
                    .limit(AUTHORS)
                    .map(Follows.Follow::subject))
            .flatMap(this::newest)
            .toList();
    try {
      Await.result(
          timelines
              .document(viewer.did())
              .create(Map.of(Fields.VERSION_FIELD, Fields.VERSION, "entries", entries)));
    } catch (AlreadyExistsException e) {
      // Another request of the same viewer came first; its timeline is as good.
      return found(viewer.did());
    }
    return found(viewer.did());
  }

  private Stream<Blob> newest(Did author) {
    return posts.byAuthor(author, null, NEWEST, AuthorFilter.POSTS_WITH_REPLIES).items().stream()
        .map(post -> Blob.fromBytes(TimelineSource.entry(post).encode()));
  }

  private Timeline found(Did viewer) {
    return timelines
        .find(viewer)
        .orElseThrow(() -> new IllegalStateException("a timeline went as it was made"));
  }
}
