package app.tiktoktoe.views.indexing;

import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.Pause;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Precondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Takes down which counts to bring up to date and does it at the end, each once, with one write for
 * all of a document that are wrong and none when they are right. Used by one thread.
 */
final class LaterFolds extends Folds {
  private final Map<DocumentReference, Map<String, Count>> wanted = new LinkedHashMap<>();

  LaterFolds(Pause pause) {
    super(Duration.ZERO, pause);
  }

  /** Costs a read of the document, which is returned as it is. */
  @Override
  DocumentSnapshot fold(Count count) {
    add(count);
    return Await.result(count.document().get());
  }

  void add(Count count) {
    wanted
        .computeIfAbsent(count.document(), any -> new LinkedHashMap<>())
        .put(count.field(), count);
  }

  /** Costs a read per document and an aggregation per count, and a write per wrong document. */
  void run() {
    wanted.forEach(
        (document, counts) ->
            Conflict.retried(() -> settled(document, List.copyOf(counts.values()))));
    wanted.clear();
  }

  private boolean settled(DocumentReference reference, List<Count> counts) {
    DocumentSnapshot document = Await.result(reference.get());
    Timestamp counted = Objects.requireNonNull(document.getReadTime());
    Map<Count, Long> wrong = new HashMap<>();
    for (Count count : counts) {
      long value = Await.result(count.query().count().get()).getCount();
      if (!Objects.requireNonNullElse(document.get(count.field()), 0L).equals(value)) {
        wrong.put(count, value);
      }
    }
    if (wrong.isEmpty()) {
      return true;
    }
    if (!document.exists()) {
      wrong.keySet().stream().filter(Count::placeholder).forEach(super::fold);
      return true;
    }
    write(document, wrong, counted);
    return true;
  }

  private static void write(DocumentSnapshot document, Map<Count, Long> wrong, Timestamp counted) {
    List<Object> values = new ArrayList<>();
    wrong.forEach(
        (count, value) -> {
          values.addAll(List.of(FieldPath.of(count.field()), value));
          values.addAll(List.of(FieldPath.of("foldedAt", count.field()), counted));
        });
    Await.result(
        document
            .getReference()
            .update(
                Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime())),
                FieldPath.of(Fields.VERSION_FIELD),
                Fields.VERSION,
                values.toArray()));
  }
}
