package app.tiktoktoe.views.reaction;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.Cursor;
import app.tiktoktoe.views.Page;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.post.PostKey;
import com.google.cloud.firestore.Firestore;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who reposted which post: collection {@code reposts}, newest first, a read per edge and one when
 * empty. The subject of each edge is a {@link PostKey}. Thread-safe.
 */
public final class Reposts {
  /** The collection of its edges. */
  public static final String COLLECTION = "reposts";

  private final Edges edges;

  /** On {@code firestore}. */
  public Reposts(Firestore firestore) {
    this.edges = new Edges(firestore, COLLECTION);
  }

  /** The reposts of a post. */
  public Page<Edge> of(PostKey post, @Nullable Cursor cursor, int limit) {
    return edges.to(post.toString(), cursor, limit);
  }

  /** The reposts by an actor. */
  public Page<Edge> byActor(Did actor, @Nullable Cursor cursor, int limit) {
    return edges.from(actor, cursor, limit);
  }

  /** Those of {@code ids} ({@link Edges#id}) that are live, by id, for a read per distinct id. */
  public Map<String, Edge> find(Collection<String> ids) {
    return edges.find(ids);
  }
}
