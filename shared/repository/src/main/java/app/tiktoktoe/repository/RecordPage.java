package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.RecordKey;
import java.util.List;
import java.util.Optional;

/** Records of one collection in the order of their keys, and where the next page begins. */
public record RecordPage(List<StoredRecord> records, Optional<RecordKey> cursor) {
  /** Copies the records. */
  public RecordPage {
    records = List.copyOf(records);
  }

  /**
   * Which page.
   *
   * @param limit 1 to 100
   * @param after the key that the page comes after, in its order
   * @param ascending smallest key first; otherwise the largest
   */
  public record Range(int limit, Optional<RecordKey> after, boolean ascending) {
    private static final int MAX = 100;

    /** Checks the limit. */
    public Range {
      if (limit < 1 || limit > MAX) {
        throw new IllegalArgumentException("limit " + limit);
      }
    }
  }
}
