package app.tiktoktoe.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of {@code jobs/{jobId}}. */
final class JobDocument {
  static final long VERSION = 1;
  static final String STATE = "state";
  static final String PROGRESS = "progress";
  static final String ATTEMPTS = "attempts";
  static final String BLOB = "blob";
  static final String FAILURE_CODE = "failureCode";
  static final String MESSAGE = "message";
  static final String LEASED_UNTIL = "leasedUntil";
  static final String DUE_AT = "dueAt";

  private JobDocument() {}

  static Map<String, Object> fresh(Did did, long sizeBytes, Instant now, Instant due, Instant end) {
    return Map.of(
        "version",
        VERSION,
        "did",
        did.value(),
        STATE,
        JobState.CREATED.text(),
        PROGRESS,
        0,
        "sizeBytes",
        sizeBytes,
        ATTEMPTS,
        0,
        "createdAt",
        timestamp(now),
        DUE_AT,
        timestamp(due),
        "expireAt",
        timestamp(end));
  }

  static Map<String, Object> blob(VideoBlob blob) {
    return Map.of(
        "cid", blob.cid().toString(), "mimeType", blob.mimeType(), "size", blob.sizeBytes());
  }

  static Job read(DocumentSnapshot document) {
    return new Job(
        new JobId(document.getId()),
        Did.parse(text(document, "did")),
        state(document),
        (int) number(document, PROGRESS),
        number(document, "sizeBytes"),
        (int) number(document, ATTEMPTS),
        readBlob(document),
        Optional.ofNullable(document.getString(FAILURE_CODE))
            .map(code -> new JobFailure(JobFailure.Code.parse(code), text(document, MESSAGE))),
        instant(document.getTimestamp("createdAt")),
        instant(document.getTimestamp(LEASED_UNTIL)),
        Objects.requireNonNull(document.getUpdateTime()));
  }

  static JobState state(DocumentSnapshot document) {
    return JobState.parse(text(document, STATE));
  }

  private static Optional<VideoBlob> readBlob(DocumentSnapshot document) {
    if (!document.contains(BLOB)) {
      return Optional.empty();
    }
    return Optional.of(
        new VideoBlob(
            Cid.parse(text(document, BLOB + ".cid")),
            text(document, BLOB + ".mimeType"),
            number(document, BLOB + ".size")));
  }

  private static String text(DocumentSnapshot document, String field) {
    return Objects.requireNonNull(document.getString(field), field);
  }

  private static long number(DocumentSnapshot document, String field) {
    return Objects.requireNonNull(document.getLong(field), field);
  }

  private static Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null
        ? Instant.EPOCH
        : Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(
        instant.getEpochSecond(), instant.getNano() / 1000 * 1000);
  }
}
