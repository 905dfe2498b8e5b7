package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.SetOptions;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How many files of one kind, and how many bytes, each account uploaded on each day (UTC): {@code
 * {collection}/{did}_{yyyy-mm-dd}}. Documents end after three days. Thread-safe.
 */
public final class DailyUploads {
  private static final Duration KEPT = Duration.ofDays(3);
  private static final long VERSION = 1;
  private static final String BYTES = "bytes";

  private final Firestore firestore;
  private final String collection;
  private final String files;

  /**
   * Reads nothing yet.
   *
   * @param files the field that counts
   */
  public DailyUploads(Firestore firestore, String collection, String files) {
    this.firestore = firestore;
    this.collection = collection;
    this.files = files;
  }

  /** One day as it was read. */
  public record Day(DocumentSnapshot document, long files, long bytes) {}

  /** The day of {@code at}, for one document read. */
  public Day read(Did did, Instant at) {
    DocumentSnapshot document = Await.result(day(did, at).get());
    return new Day(document, number(document, files), number(document, BYTES));
  }

  private static long number(DocumentSnapshot document, String field) {
    return Optional.ofNullable(document.getLong(field)).orElse(0L);
  }

  /** Counts a file in; the batch fails when the day has changed since it was read. */
  public void take(WriteBatch batch, Day day, long sizeBytes, Instant at) {
    Map<String, Object> fields = fields(day.files() + 1, day.bytes() + sizeBytes, at);
    DocumentSnapshot document = day.document();
    if (document.exists()) {
      batch.update(
          document.getReference(),
          fields,
          Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime())));
    } else {
      batch.create(document.getReference(), fields);
    }
  }

  /** Gives back to the day of {@code at} what was taken from it. */
  public void giveBack(WriteBatch batch, Did did, long sizeBytes, Instant at) {
    batch.set(
        day(did, at),
        fields(FieldValue.increment(-1), FieldValue.increment(-sizeBytes), at),
        SetOptions.merge());
  }

  private Map<String, Object> fields(Object count, Object bytes, Instant at) {
    return Map.of(
        "version",
        VERSION,
        files,
        count,
        BYTES,
        bytes,
        "expireAt",
        HeadDocument.timestamp(at.plus(KEPT)));
  }

  private DocumentReference day(Did did, Instant at) {
    return firestore
        .collection(collection)
        .document(did + "_" + LocalDate.ofInstant(at, ZoneOffset.UTC));
  }
}
