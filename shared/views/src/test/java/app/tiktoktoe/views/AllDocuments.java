package app.tiktoktoe.views;

import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every document of an emulated project that accounts and views are made of, by its path. */
final class AllDocuments {
  static final List<String> VIEWS =
      List.of(
          "actors",
          "viewers",
          "timelines",
          "posts",
          "follows",
          "blocks",
          "likes",
          "reposts",
          "reactions",
          "followers",
          "pulled");
  static final List<String> PRIVATE = List.of("notificationStates", "preferences", "sessions");

  /**
   * What differs after a rebuild: when counts were made, how often a card was changed, and the card
   * beside a notification, which is the author's present one.
   */
  private static final Set<String> DIFFERENT = Set.of("foldedAt", "cardVersion");

  private AllDocuments() {}

  /** Counts that are zero and maps that are empty are as good as absent. */
  static String of(Firestore firestore) {
    Map<String, String> lines = new TreeMap<>();
    VIEWS.forEach(name -> add(lines, firestore.collection(name), false));
    PRIVATE.forEach(name -> add(lines, firestore.collection(name), false));
    add(lines, firestore.collectionGroup("items"), true);
    add(lines, firestore.collectionGroup("tokens"), false);
    StringBuilder all = new StringBuilder();
    lines.forEach((path, fields) -> all.append(path).append(' ').append(fields).append('\n'));
    return all.toString();
  }

  /** The same without tombstones, and without what only holds counts. */
  static String live(Firestore firestore) {
    return of(firestore)
        .lines()
        .filter(line -> !line.contains(" live=false,") && !line.startsWith("timelines/"))
        .filter(line -> !line.endsWith("{version=1}"))
        .reduce("", (all, line) -> all + line + "\n");
  }

  private static void add(Map<String, String> lines, Query query, boolean items) {
    for (QueryDocumentSnapshot document : Await.result(query.get())) {
      TreeMap<String, Object> fields = new TreeMap<>(document.getData());
      if (items) {
        fields.remove("card");
      }
      lines.put(document.getReference().getPath(), String.valueOf(normal(fields)));
    }
  }

  private static Object normal(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        TreeMap<String, Object> normal = new TreeMap<>();
        map.forEach(
            (key, entry) -> {
              Object part = normal(entry);
              boolean nothing =
                  part.equals(0L) || (part instanceof Map<?, ?> inner && inner.isEmpty());
              if (!DIFFERENT.contains(key.toString()) && !nothing) {
                normal.put(key.toString(), part);
              }
            });
        yield normal;
      }
      case List<?> list -> list.stream().map(Object::toString).sorted().toList();
      default -> value;
    };
  }
}
