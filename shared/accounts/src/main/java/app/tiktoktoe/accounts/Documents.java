package app.tiktoktoe.accounts;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.Objects;

/** Reads and writes the fields of stored documents. Stateless. */
final class Documents {
  static final String VERSION_FIELD = "version";
  static final int VERSION = 1;

  private Documents() {}

  static String text(DocumentSnapshot document, String field) {
    return Objects.requireNonNull(document.getString(field), () -> "a document without " + field);
  }

  static Instant instant(DocumentSnapshot document, String field) {
    Timestamp timestamp =
        Objects.requireNonNull(document.getTimestamp(field), () -> "a document without " + field);
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  static Timestamp updateTime(DocumentSnapshot document) {
    return Objects.requireNonNull(document.getUpdateTime(), "a document that does not exist");
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }
}
