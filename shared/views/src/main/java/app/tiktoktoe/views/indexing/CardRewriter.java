package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.AuthorCard;
import app.tiktoktoe.views.post.AuthorFilter;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.Posts;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.util.List;

/** Renews the author's card on the newest {@link #POSTS} posts of an author. Thread-safe. */
final class CardRewriter {
  static final int POSTS = 100;

  private final Firestore firestore;
  private final Actors actors;
  private final Posts posts;

  CardRewriter(Firestore firestore) {
    this.firestore = firestore;
    this.actors = new Actors(firestore);
    this.posts = new Posts(firestore);
  }

  /**
   * Returns once the posts carry the card that the author has at the end. Costs two reads, one per
   * post and a write per stale post, and all again when the card changes meanwhile.
   */
  void rewrite(Did did) {
    AuthorCard written;
    AuthorCard card = card(did);
    do {
      written = card;
      put(written);
      card = card(did);
    } while (!card.equals(written));
  }

  private AuthorCard card(Did did) {
    return actors.find(did).map(Actor::card).orElseThrow();
  }

  private void put(AuthorCard card) {
    Conflict.retried(() -> wroteStale(card));
  }

  private boolean wroteStale(AuthorCard card) {
    List<Post> stale =
        posts.byAuthor(card.did(), null, POSTS, AuthorFilter.POSTS_WITH_REPLIES).items().stream()
            .filter(post -> !post.author().equals(card))
            .toList();
    if (stale.isEmpty()) {
      return false;
    }
    WriteBatch batch = firestore.batch();
    for (Post post : stale) {
      batch.update(posts.document(post.key()), FieldPath.of("card"), card.toFields());
    }
    Await.result(batch.commit());
    return true;
  }
}
