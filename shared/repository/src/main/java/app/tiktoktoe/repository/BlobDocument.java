package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Tid;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The document {@code repos/{did}/blobs/{cid}}.
 *
 * @param refs the keys of the records that refer to the blob; without one it is temporary and not
 *     served
 * @param isMissing whether it has yet to be uploaded: records that refer to it were imported
 */
record BlobDocument(String mimeType, long sizeBytes, SortedSet<String> refs, boolean isMissing) {
  private static final int VERSION = 1;

  /** Records refer to it and it was uploaded: it is served. */
  static final String REFERENCED = "referenced";

  /** It was uploaded; no record refers to it. */
  static final String TEMPORARY = "temporary";

  /** The operator has taken it down; records may still refer to it. */
  static final String TAKEN_DOWN = "takendown";

  /** Records that were imported refer to it; it was not uploaded. */
  static final String MISSING = "missing";

  static Map<String, Object> temporary(String mimeType, long sizeBytes, Instant now) {
    return Map.of(
        "version", VERSION,
        "mimeType", mimeType,
        "size", sizeBytes,
        "state", TEMPORARY,
        "refs", List.of(),
        "createdAt", HeadDocument.timestamp(now));
  }

  static BlobDocument read(DocumentSnapshot document) {
    SortedSet<String> refs = new TreeSet<>();
    if (document.get("refs") instanceof List<?> keys) {
      keys.forEach(key -> refs.add(key.toString()));
    }
    return new BlobDocument(
        HeadDocument.text(document, "mimeType"),
        Objects.requireNonNull(document.getLong("size")),
        refs,
        MISSING.equals(document.getString("state")));
  }

  boolean isServed() {
    return !refs.isEmpty() && !isMissing;
  }

  /**
   * The fields of a blob that {@code refs} refer to from now on. One that nobody refers to any more
   * is temporary again: an upload of the same bytes may be under way.
   *
   * @param rev the commit that makes them; {@code listBlobs} asks for what came after one
   */
  static Map<String, Object> referencedBy(SortedSet<String> refs, Tid rev, Instant now) {
    return refs.isEmpty()
        ? Map.of(
            "refs",
            List.of(),
            "rev",
            FieldValue.delete(),
            "state",
            TEMPORARY,
            "createdAt",
            HeadDocument.timestamp(now))
        : Map.of("refs", List.copyOf(refs), "rev", rev.toString(), "state", REFERENCED);
  }

  /** What completes a missing blob. */
  static Map<String, Object> uploaded(String mimeType, long sizeBytes) {
    return Map.of("mimeType", mimeType, "size", sizeBytes, "state", REFERENCED);
  }
}
