package app.tiktoktoe.views.graph;

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
 * The edges of one kind: collections {@code follows}, {@code blocks}, {@code likes} and {@code
 * reposts}, each with documents {@code {actor}_{rkey}}. Thread-safe.
 *
 * <p>Lists are by {@link Edge#indexedAt}, newest first, and cost a read per edge and one when
 * empty.
 */
public final class Edges {
  private static final NewestFirst BY_TIME = new NewestFirst("indexedAt");

  private final Firestore firestore;
  private final String collection;

  /** Those of {@code collection}. */
  public Edges(Firestore firestore, String collection) {
    this.firestore = firestore;
    this.collection = collection;
  }

  /** The edges to a subject. */
  public Page<Edge> to(String subject, @Nullable Cursor cursor, int limit) {
    return BY_TIME.page(live().whereEqualTo("subject", subject), cursor, limit, Edge::of);
  }

  /** The edges of an actor. */
  public Page<Edge> from(Did actor, @Nullable Cursor cursor, int limit) {
    return BY_TIME.page(live().whereEqualTo("actor", actor.value()), cursor, limit, Edge::of);
  }

  /** The edges of an actor to a subject: at most one, unless a repository holds a duplicate. */
  public List<Edge> between(Did actor, String subject) {
    Query query = live().whereEqualTo("actor", actor.value()).whereEqualTo("subject", subject);
    return Await.result(query.get()).getDocuments().stream().map(Edge::of).toList();
  }

  /**
   * Those of {@code ids} ({@code {actor}_{rkey}}) that are live, by id, for a read per distinct id
   * in one round trip.
   */
  public Map<String, Edge> find(Collection<String> ids) {
    Map<String, Edge> found = new LinkedHashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    DocumentReference[] references =
        ids.stream().distinct().map(all()::document).toArray(DocumentReference[]::new);
    for (DocumentSnapshot document : Await.result(firestore.getAll(references))) {
      if (Boolean.TRUE.equals(document.getBoolean("live"))) {
        found.put(document.getId(), Edge.of(document));
      }
    }
    return found;
  }

  /** The query for all live edges. */
  public Query live() {
    return all().whereEqualTo("live", true);
  }

  /** Where the edge is kept that a record of an actor says. */
  public DocumentReference document(Did actor, String rkey) {
    return all().document(id(actor, rkey));
  }

  /** The id of the edge that a record of an actor says. */
  public static String id(Did actor, String rkey) {
    return actor.value() + "_" + rkey;
  }

  private CollectionReference all() {
    return firestore.collection(collection);
  }
}
