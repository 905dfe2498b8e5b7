package app.tiktoktoe.views.indexing;

import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.post.Posts;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The counts that follow from posts: of posts, of replies and of quotes. Thread-safe. */
final class PostFolds {
  private final Firestore firestore;
  private final Actors actors;
  private final Posts posts;
  private final Folds folds;
  private final CardRewriter cards;

  PostFolds(Firestore firestore, Folds folds, CardRewriter cards) {
    this.firestore = firestore;
    this.actors = new Actors(firestore);
    this.posts = new Posts(firestore);
    this.folds = folds;
    this.cards = cards;
  }

  /** The posts that a post answers and quotes, now and before it was changed. */
  record References(Set<String> parents, Set<String> quoted) {}

  static References references(DocumentSnapshot post) {
    return new References(uris(post.getString("replyParent")), uris(post.getString("quoted")));
  }

  static References references(PostContent content, DocumentSnapshot before) {
    return new References(
        uris(text(content.parent()), before.getString("replyParent")),
        uris(text(content.quoted()), before.getString("quoted")));
  }

  private static @Nullable String text(@Nullable Object uri) {
    return uri == null ? null : uri.toString();
  }

  private static Set<String> uris(@Nullable String... uris) {
    return Arrays.stream(uris).flatMap(Stream::ofNullable).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Folds them, and renews the author's card on the post when it has changed since the change's
   * handler read it.
   */
  void fold(Change change, References references) {
    references.parents().forEach(uri -> fold(uri, "replyParent", "replyCount"));
    references.quoted().forEach(uri -> fold(uri, "quoted", "quoteCount"));
    Query own = live().whereEqualTo("author", change.did().value());
    Count count = new Count(actors.document(change.did()), "postsCount", own, false);
    DocumentSnapshot actor = folds.fold(count);
    Long version = actor.getLong("cardVersion");
    if (!change.isDelete() && !Objects.equals(version, change.actor().cardVersion())) {
      cards.rewrite(change.did());
    }
  }

  private void fold(String uri, String field, String count) {
    Query referring = live().whereEqualTo(field, uri);
    Subjects.post(uri)
        .ifPresent(key -> folds.fold(new Count(posts.document(key), count, referring, true)));
  }

  private Query live() {
    return firestore.collection("posts").whereEqualTo("live", true);
  }
}
