package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.graph.Follows;
import app.tiktoktoe.views.reaction.Likes;
import app.tiktoktoe.views.reaction.Reposts;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Takes out of an account's packed documents (whom it follows and blocks, what it likes and
 * reposts) the entries that no live edge bears out. Each document is written on the condition that
 * it is as it was read, as whoever adds entries does. Thread-safe.
 */
final class OwnEntries {
  private static final int CHUNK = 300;

  private final Firestore firestore;

  OwnEntries(Firestore firestore) {
    this.firestore = firestore;
  }

  /** Costs a read per document and per entry, and a write per document with a wrong one. */
  void prune(Did did) {
    DocumentReference viewer = firestore.collection("viewers").document(did.value());
    Conflict.retried(
        () -> pruned(did, Await.result(viewer.get()), List.of(Follows.COLLECTION, "blocks")));
    var months =
        firestore
            .collection("reactions")
            .whereGreaterThan(FieldPath.documentId(), did.value() + "_")
            .whereLessThan(FieldPath.documentId(), did.value() + "`");
    for (QueryDocumentSnapshot month : Await.result(months.get())) {
      if (month.getId().lastIndexOf('_') == did.value().length()) {
        Conflict.retried(
            () ->
                pruned(
                    did,
                    Await.result(month.getReference().get()),
                    List.of(Likes.COLLECTION, Reposts.COLLECTION)));
      }
    }
  }

  private boolean pruned(Did did, DocumentSnapshot packed, List<String> collections) {
    List<Object> changes = new ArrayList<>();
    for (String collection : collections) {
      Map<String, String> entries = entries(packed, collection);
      Set<String> right = borneOut(did, collection, entries);
      for (String subject : entries.keySet()) {
        if (!right.contains(subject)) {
          changes.addAll(List.of(FieldPath.of(collection, subject), FieldValue.delete()));
        }
      }
    }
    if (!changes.isEmpty()) {
      Await.result(
          packed
              .getReference()
              .update(
                  Precondition.updatedAt(Objects.requireNonNull(packed.getUpdateTime())),
                  (FieldPath) changes.get(0),
                  changes.get(1),
                  changes.subList(2, changes.size()).toArray()));
    }
    return true;
  }

  private static Map<String, String> entries(DocumentSnapshot packed, String field) {
    Map<String, String> entries = new LinkedHashMap<>();
    if (packed.get(field) instanceof Map<?, ?> map) {
      map.forEach((subject, rkey) -> entries.put(subject.toString(), rkey.toString()));
    }
    return entries;
  }

  private Set<String> borneOut(Did did, String collection, Map<String, String> entries) {
    Edges edges = new Edges(firestore, collection);
    List<Map.Entry<String, String>> all = List.copyOf(entries.entrySet());
    Set<String> right = new HashSet<>();
    for (int from = 0; from < all.size(); from += CHUNK) {
      List<Map.Entry<String, String>> chunk = all.subList(from, Math.min(from + CHUNK, all.size()));
      DocumentReference[] documents =
          chunk.stream()
              .map(entry -> edges.document(did, entry.getValue()))
              .toArray(DocumentReference[]::new);
      List<DocumentSnapshot> found = Await.result(firestore.getAll(documents));
      for (int i = 0; i < chunk.size(); i++) {
        String subject = chunk.get(i).getKey();
        if (Boolean.TRUE.equals(found.get(i).get("live"))
            && subject.equals(found.get(i).get("subject"))) {
          right.add(subject);
        }
      }
    }
    return right;
  }
}
