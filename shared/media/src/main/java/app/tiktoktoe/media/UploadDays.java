package app.tiktoktoe.media;

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
 * What each account uploaded on each day (UTC): {@code uploadDays/{did}_{yyyy-mm-dd}}. Thread-safe.
 */
final class UploadDays {
  private static final Duration KEPT = Duration.ofDays(3);
  private static final String VIDEOS = "videos";
  private static final String BYTES = "bytes";

  private final Firestore firestore;

  UploadDays(Firestore firestore) {
    this.firestore = firestore;
  }

  /** One day as it was read. */
  record Day(DocumentSnapshot document) {
    Allowance left() {
      return Allowance.OF_A_DAY.less(number(VIDEOS), number(BYTES));
    }

    private long number(String field) {
      return Optional.ofNullable(document.getLong(field)).orElse(0L);
    }
  }

  Day read(Did did, Instant at) {
    return new Day(Await.result(day(did, at).get()));
  }

  /** Takes one video; the batch fails when the day has changed since it was read. */
  void take(WriteBatch batch, Day day, long bytes, Instant at) {
    DocumentSnapshot document = day.document();
    Map<String, Object> fields =
        Map.of(
            "version",
            JobDocument.VERSION,
            VIDEOS,
            day.number(VIDEOS) + 1,
            BYTES,
            day.number(BYTES) + bytes,
            "expireAt",
            JobDocument.timestamp(at.plus(KEPT)));
    if (document.exists()) {
      batch.update(
          document.getReference(),
          fields,
          Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime())));
    } else {
      batch.create(document.getReference(), fields);
    }
  }

  /** Gives one video back to the day it was taken from. */
  void giveBack(WriteBatch batch, Job job) {
    batch.set(
        day(job.did(), job.createdAt()),
        Map.of(
            "version",
            JobDocument.VERSION,
            VIDEOS,
            FieldValue.increment(-1),
            BYTES,
            FieldValue.increment(-job.sizeBytes()),
            "expireAt",
            JobDocument.timestamp(job.createdAt().plus(KEPT))),
        SetOptions.merge());
  }

  private DocumentReference day(Did did, Instant at) {
    return firestore
        .collection("uploadDays")
        .document(did + "_" + LocalDate.ofInstant(at, ZoneOffset.UTC));
  }
}
