package app.tiktoktoe.views;

import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;

/**
 * The place of a document in a list that is ordered by a time and then by the document's id, newest
 * first. As text {@code {microseconds}::{id}}.
 *
 * @param time truncated to microseconds
 * @param id the document's id
 */
public record Cursor(Instant time, String id) {
  private static final String SEPARATOR = "::";
  private static final int MAX_LENGTH = 2000;

  /** Checks that the id can be one of a document. */
  public Cursor {
    if (id.isEmpty() || id.contains("/")) {
      throw new IllegalArgumentException("Invalid cursor");
    }
    time = Fields.instant(Fields.timestamp(time));
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when it is not that
   */
  public static Cursor parse(String text) {
    int separator = text.indexOf(SEPARATOR);
    if (separator < 0 || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("Invalid cursor");
    }
    long micros = Long.parseLong(text.substring(0, separator));
    if (micros < 0 || micros > Fields.MAX_MICROS) {
      throw new IllegalArgumentException("Invalid cursor");
    }
    return new Cursor(Fields.ofMicros(micros), text.substring(separator + SEPARATOR.length()));
  }

  /** The place of {@code document} in a list ordered by the time in {@code field}. */
  public static Cursor of(DocumentSnapshot document, String field) {
    return new Cursor(new Fields(document).time(field), document.getId());
  }

  @Override
  public String toString() {
    return Fields.micros(time) + SEPARATOR + id;
  }
}
