package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.graph.FollowerPages;
import app.tiktoktoe.views.graph.Follows;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.Query.Direction;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes an account's documents say of its followers and blockers what their edges say: its viewer
 * document and, of accounts with at most {@link Viewer#INLINE} followers, the follower pages.
 *
 * <p>Whoever writes such an edge writes the account's viewer document in the same batch. So a write
 * on the condition that the viewer document is as it was before the edges were read loses no edge.
 * Thread-safe.
 */
final class OthersEntries {
  private final Firestore firestore;
  private final FollowerPages pages;

  OthersEntries(Firestore firestore) {
    this.firestore = firestore;
    this.pages = new FollowerPages(firestore);
  }

  /** Costs a read per follower, blocker and page, and one write per document that is wrong. */
  void restore(Did did) {
    Conflict.retried(() -> restored(did));
  }

  private boolean restored(Did did) {
    DocumentReference reference = firestore.collection("viewers").document(did.value());
    DocumentSnapshot viewer = Await.result(reference.get());
    List<QueryDocumentSnapshot> followers = edgesTo(did, Follows.COLLECTION);
    List<Object> changes = new ArrayList<>();
    addEntries(changes, viewer, "followedBy", followers);
    addEntries(changes, viewer, "blockedBy", edgesTo(did, "blocks"));
    Map<Integer, Set<String>> wrong =
        followers.size() > Viewer.INLINE ? Map.of() : wrongPages(did, followers);
    if (changes.isEmpty() && wrong.isEmpty()) {
      return true;
    }
    WriteBatch batch = firestore.batch();
    batch.update(
        reference,
        Precondition.updatedAt(Objects.requireNonNull(viewer.getUpdateTime())),
        FieldPath.of(Fields.VERSION_FIELD),
        Fields.VERSION,
        changes.toArray());
    wrong.forEach((page, listed) -> pages.put(batch, did, page, listed));
    Await.result(batch.commit());
    return true;
  }

  private List<QueryDocumentSnapshot> edgesTo(Did did, String collection) {
    return Await.result(
            new Edges(firestore, collection)
                .live()
                .whereEqualTo("subject", did.value())
                .orderBy("indexedAt", Direction.DESCENDING)
                .limit(Viewer.INLINE + 1)
                .get())
        .getDocuments();
  }

  private static void addEntries(
      List<Object> changes,
      DocumentSnapshot viewer,
      String field,
      List<QueryDocumentSnapshot> edges) {
    boolean known = viewer.get(field) instanceof Map<?, ?> map && !map.isEmpty();
    boolean complete = edges.size() <= Viewer.INLINE;
    if (known && !complete) {
      return;
    }
    SortedMap<String, Object> entries = new TreeMap<>();
    for (QueryDocumentSnapshot edge : edges.subList(0, Math.min(edges.size(), Viewer.INLINE))) {
      if (edge.get("actor") instanceof String actor && edge.get("rkey") instanceof String rkey) {
        entries.merge(actor, rkey, (a, b) -> a.toString().compareTo(b.toString()) > 0 ? a : b);
      }
    }
    if (!entries.equals(Objects.requireNonNullElse(viewer.get(field), Map.of()))) {
      changes.addAll(List.of(FieldPath.of(field), entries));
    }
    if (complete == viewer.contains(field + "Truncated")) {
      changes.addAll(
          List.of(FieldPath.of(field + "Truncated"), complete ? FieldValue.delete() : true));
    }
  }

  private Map<Integer, Set<String>> wrongPages(Did did, List<QueryDocumentSnapshot> followers) {
    Map<Integer, Set<String>> right = new TreeMap<>();
    for (QueryDocumentSnapshot edge : followers) {
      if (edge.get("actor") instanceof String actor
          && edge.get(GraphEffects.PAGE) instanceof Long page) {
        right.computeIfAbsent(page.intValue(), any -> new HashSet<>()).add(actor);
      }
    }
    Map<Integer, Set<String>> stored = pages.pagesOf(did);
    Map<Integer, Set<String>> wrong = new TreeMap<>(right);
    stored.forEach(
        (page, listed) -> {
          if (listed.equals(right.getOrDefault(page, Set.of()))) {
            wrong.remove(page);
          } else {
            wrong.putIfAbsent(page, Set.of());
          }
        });
    return wrong;
  }
}
