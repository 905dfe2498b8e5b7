package app.tiktoktoe.views.fanout;

import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RecordOperation.Action;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.RepoEventJson;
import app.tiktoktoe.views.Pause;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.graph.Follows;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.reaction.Reposts;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Copies new posts and reposts into timelines, and what an account posted of late into the timeline
 * of a new follower. Thread-safe.
 *
 * <p>Both wait until the record is indexed. So whichever of a post and a follow is indexed last,
 * its own fan-out sees the other, and no post is missed in any order of delivery.
 */
public final class Fanout implements EventHandler {
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofMillis(20),
          Duration.ofMillis(40),
          Duration.ofMillis(80),
          Duration.ofMillis(160),
          Duration.ofMillis(320));

  private final Firestore firestore;
  private final Edges follows;
  private final Spread spread;
  private final Backfill backfill;
  private final Pause pause;

  /**
   * Copies into {@code firestore}.
   *
   * @param maxFollowers authors with more are not copied but marked, to be pulled by readers
   */
  public Fanout(Firestore firestore, TimelineAppender appender, long maxFollowers, Pause pause) {
    this.firestore = firestore;
    this.follows = new Edges(firestore, Follows.COLLECTION);
    this.spread = new Spread(firestore, appender, maxFollowers);
    this.backfill = new Backfill(firestore, appender);
    this.pause = pause;
  }

  @Override
  public Handled handle(Delivery delivery) {
    RepoEvent event = RepoEventJson.decode(delivery.data());
    if (event instanceof CommitEvent commit) {
      for (RecordOperation operation : commit.operations()) {
        if (operation.action() == Action.CREATE && !done(commit, operation)) {
          return new Handled.Retry("not indexed yet, or a timeline could not be written");
        }
      }
    }
    return Handled.done();
  }

  private boolean done(CommitEvent commit, RecordOperation operation) {
    String id = Edges.id(commit.did(), operation.rkey().value());
    return switch (operation.collection().value()) {
      case "app.bsky.feed.post" -> spread(commit, firestore.collection("posts").document(id));
      case "app.bsky.feed.repost" ->
          spread(commit, firestore.collection(Reposts.COLLECTION).document(id));
      case "app.bsky.graph.follow" -> follow(commit, operation);
      default -> true;
    };
  }

  private boolean spread(CommitEvent commit, DocumentReference document) {
    Optional<DocumentSnapshot> source = indexed(commit, document);
    if (source.isEmpty()) {
      return false;
    }
    if (!isLive(source.get())) {
      return true;
    }
    boolean post = document.getParent().getId().equals("posts");
    boolean delivered =
        spread.toFollowers(
            document.getId(),
            post ? Source.of(Post.of(source.get())) : Source.ofRepost(Edge.of(source.get())),
            commit.time());
    if (post && delivered) {
      Usage.current().age("freshnessMs", commit.time());
    }
    return delivered;
  }

  private boolean follow(CommitEvent commit, RecordOperation operation) {
    Optional<DocumentSnapshot> follow =
        indexed(commit, follows.document(commit.did(), operation.rkey().value()));
    return follow.map(edge -> !isLive(edge) || backfill.from(Edge.of(edge))).orElse(false);
  }

  private static boolean isLive(DocumentSnapshot document) {
    return Boolean.TRUE.equals(document.getBoolean("live"));
  }

  /** The document once it is at least as new as the commit; empty when it takes too long. */
  private Optional<DocumentSnapshot> indexed(CommitEvent commit, DocumentReference document) {
    for (Duration wait : WAITS) {
      DocumentSnapshot snapshot = Await.result(document.get());
      String rev = snapshot.getString("rev");
      if (rev != null && rev.compareTo(commit.rev().value()) >= 0) {
        return Optional.of(snapshot);
      }
      pause.of(wait);
    }
    return Optional.empty();
  }
}
