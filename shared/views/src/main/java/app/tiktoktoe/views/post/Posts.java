package app.tiktoktoe.views.post;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Cursor;
import app.tiktoktoe.views.NewestFirst;
import app.tiktoktoe.views.Page;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The posts that are live: collection {@code posts}. Thread-safe.
 *
 * <p>Lists are by {@link Post#sortAt}, newest first, and cost a read per post and one when empty.
 */
public final class Posts {
  private static final NewestFirst BY_TIME = new NewestFirst("sortAt");

  private final Firestore firestore;

  /** On {@code firestore}. */
  public Posts(Firestore firestore) {
    this.firestore = firestore;
  }

  /**
   * Those of {@code keys} that are live, in the given order, for a read per distinct key in one
   * round trip.
   */
  public Map<PostKey, Post> find(Collection<PostKey> keys) {
    Map<PostKey, Post> found = new LinkedHashMap<>();
    if (keys.isEmpty()) {
      return found;
    }
    DocumentReference[] references =
        keys.stream().distinct().map(this::document).toArray(DocumentReference[]::new);
    for (DocumentSnapshot document : Await.result(firestore.getAll(references))) {
      if (isLive(document)) {
        Post post = Post.of(document);
        found.put(post.key(), post);
      }
    }
    return found;
  }

  /** An author's posts that {@code filter} lets through. */
  public Page<Post> byAuthor(Did author, @Nullable Cursor cursor, int limit, AuthorFilter filter) {
    Query query = live().whereEqualTo("author", author.value());
    String field = filter.field();
    if (field != null) {
      query = query.whereEqualTo(field, filter.value());
    }
    return BY_TIME.page(query, cursor, limit, Post::of);
  }

  /** The newest {@code limit} replies in the thread that starts at {@code root}, at any depth. */
  public List<Post> repliesInThread(AtUri root, int limit) {
    Query query = live().whereEqualTo("replyRoot", root.toString());
    return BY_TIME.page(query, null, limit, Post::of).items();
  }

  /** The posts that quote {@code uri}. */
  public Page<Post> quoting(AtUri uri, @Nullable Cursor cursor, int limit) {
    Query query = live().whereEqualTo("quoted", uri.toString());
    return BY_TIME.page(query, cursor, limit, Post::of);
  }

  /** Where a post is kept, whether live, deleted or only counted so far. */
  public DocumentReference document(PostKey key) {
    return collection().document(key.toString());
  }

  /** True for the document of a post that {@link Post#of} reads. */
  public static boolean isLive(DocumentSnapshot document) {
    return Boolean.TRUE.equals(document.getBoolean("live"));
  }

  private Query live() {
    return collection().whereEqualTo("live", true);
  }

  private CollectionReference collection() {
    return firestore.collection("posts");
  }
}
