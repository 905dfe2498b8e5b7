package app.tiktoktoe.views.indexing;

import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.Pause;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.AggregateQuerySnapshot;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Precondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Writes counts that follow from documents into other documents, at most once per interval for each
 * document. Thread-safe.
 *
 * <p>A fold reads the document, counts by an aggregation query and stores the time of that read in
 * {@code foldedAt.{field}}: the query came after it, so it saw every change that was committed by
 * then. Of many handlers that wait for one document the first does the work of all.
 */
class Folds {
  private static final int TRIES = 60;
  private static final Duration PLACEHOLDER_KEPT = Duration.ofDays(14);

  private final Duration interval;
  private final Pause pause;

  Folds(Duration interval, Pause pause) {
    this.interval = interval;
    this.pause = pause;
  }

  /**
   * Returns once the count covers what was committed before the call. Costs a read of the document,
   * the aggregation and a write; while it waits for its turn and another fold covers it, only
   * reads.
   *
   * @return the document as it was last read
   * @throws IllegalStateException when others write the document all the time
   */
  DocumentSnapshot fold(Count count) {
    DocumentSnapshot document = Await.result(count.document().get());
    Timestamp start = Objects.requireNonNull(document.getReadTime());
    for (int attempt = 0; attempt < TRIES; attempt++) {
      if (covers(document, count, start) || !(document.exists() || count.placeholder())) {
        return document;
      }
      Duration early = early(document);
      if (early.isPositive()) {
        pause.of(early);
      } else if (wrote(count, document)) {
        return document;
      }
      document = Await.result(count.document().get());
    }
    throw new IllegalStateException("no turn to write " + count.document().getPath());
  }

  private static boolean covers(DocumentSnapshot document, Count count, Timestamp start) {
    Timestamp folded = (Timestamp) document.get(FieldPath.of("foldedAt", count.field()));
    return folded != null && folded.compareTo(start) > 0;
  }

  private Duration early(DocumentSnapshot document) {
    Timestamp written = document.getUpdateTime();
    if (written == null) {
      return Duration.ZERO;
    }
    Instant read = Fields.instant(Objects.requireNonNull(document.getReadTime()));
    return interval.minus(Duration.between(Fields.instant(written), read));
  }

  private static boolean wrote(Count count, DocumentSnapshot document) {
    Timestamp counted = Objects.requireNonNull(document.getReadTime());
    AggregateQuerySnapshot result = Await.result(count.query().count().get());
    try {
      if (document.exists()) {
        Await.result(
            count
                .document()
                .update(
                    Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime())),
                    FieldPath.of(count.field()),
                    result.getCount(),
                    FieldPath.of("foldedAt", count.field()),
                    counted));
      } else {
        Await.result(count.document().create(placeholder(count, result.getCount(), counted)));
      }
      return true;
    } catch (RuntimeException e) {
      if (Conflict.isCauseOf(e)) {
        return false;
      }
      throw e;
    }
  }

  private static Map<String, Object> placeholder(Count count, long value, Timestamp counted) {
    return Map.of(
        Fields.VERSION_FIELD,
        Fields.VERSION,
        "live",
        false,
        "expireAt",
        Fields.timestamp(Fields.instant(counted).plus(PLACEHOLDER_KEPT)),
        count.field(),
        value,
        "foldedAt",
        Map.of(count.field(), counted));
  }
}
