package app.tiktoktoe.media;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of {@code uploadSessions/{jobId}}. */
final class UploadDocument {
  static final String STATE = "state";
  static final String FINISHING_UNTIL = "finishingUntil";
  static final String FAILURE_REASON = "failureReason";

  private UploadDocument() {}

  static Map<String, Object> fresh(Did did, UploadPlan plan, Instant expiresAt, Instant end) {
    return Map.of(
        "version",
        JobDocument.VERSION,
        "did",
        did.value(),
        STATE,
        UploadState.CREATED.text(),
        "sizeBytes",
        plan.sizeBytes(),
        "mimeType",
        plan.mimeType(),
        "partSizeBytes",
        plan.partSizeBytes(),
        "isDirect",
        plan.isDirect(),
        "expiresAt",
        JobDocument.timestamp(expiresAt),
        "expireAt",
        JobDocument.timestamp(end));
  }

  static UploadSession read(DocumentSnapshot document) {
    return new UploadSession(
        new JobId(document.getId()),
        Did.parse(text(document, "did")),
        new UploadPlan(
            number(document, "sizeBytes"),
            text(document, "mimeType"),
            number(document, "partSizeBytes"),
            Boolean.TRUE.equals(document.getBoolean("isDirect"))),
        UploadState.parse(text(document, STATE)),
        instant(document.getTimestamp("expiresAt")),
        instant(document.getTimestamp(FINISHING_UNTIL)),
        Optional.ofNullable(document.getString(FAILURE_REASON)),
        Objects.requireNonNull(document.getUpdateTime()));
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
}
