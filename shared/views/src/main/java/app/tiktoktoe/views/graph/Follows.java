package app.tiktoktoe.views.graph;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.views.Cursor;
import app.tiktoktoe.views.Page;
import app.tiktoktoe.views.actor.Viewers;
import com.google.cloud.firestore.Firestore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who follows whom. Thread-safe. */
public final class Follows {
  /** The collection of its edges. */
  public static final String COLLECTION = "follows";

  private final Edges edges;
  private final Viewers viewers;

  /** On {@code firestore}. */
  public Follows(Firestore firestore) {
    this.edges = new Edges(firestore, COLLECTION);
    this.viewers = new Viewers(firestore);
  }

  /** A followed account and the record that says so. */
  public record Follow(Did subject, RecordKey rkey) {}

  /**
   * Whom an account follows, newest record first, for one read: at most {@link
   * app.tiktoktoe.views.actor.Viewer#INLINE}, all others by {@link #from}. Empty for an account
   * that is not here.
   */
  public List<Follow> of(Did actor) {
    return viewers.find(actor).map(viewer -> newestFirst(viewer.follows())).orElseGet(List::of);
  }

  /** The entries of a viewer's map, newest record first, for no read. */
  public static List<Follow> newestFirst(Map<Did, RecordKey> follows) {
    return follows.entrySet().stream()
        .map(entry -> new Follow(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(Follow::rkey).reversed())
        .toList();
  }

  /** The follows of an account as edges, for a read each. */
  public Page<Edge> from(Did actor, @Nullable Cursor cursor, int limit) {
    return edges.from(actor, cursor, limit);
  }

  /** The followers of an account as edges, for a read each. */
  public Page<Edge> followersOf(Did did, @Nullable Cursor cursor, int limit) {
    return edges.to(did.value(), cursor, limit);
  }
}
