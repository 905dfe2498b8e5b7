package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Tid;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The document {@code repos/{did}/blobs/{cid}}.
 *
 * @param refs the keys of the records that refer to the blob; without one it is temporary and not
 *     served
 * @param isMissing whether it has yet to be uploaded: records that refer to it were imported
 * @param isTakenDown whether the operator has taken it down
 */
record BlobDocument(
    String mimeType,
    long sizeBytes,
    SortedSet<String> refs,
    boolean isMissing,
    boolean isTakenDown) {
  private static final int VERSION = 1;

  /** Records refer to it and it was uploaded: it is served. */
  static final String REFERENCED = "referenced";

  /** It was uploaded; no record refers to it. */
  static final String TEMPORARY = "temporary";

  /** The operator has taken it down; records may still refer to it. */
  static final String TAKEN_DOWN = "takendown";

  /** The field of what the operator called the case. */
  static final String TAKEDOWN = "takedown";

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
        MISSING.equals(document.getString("state")),
        TAKEN_DOWN.equals(document.getString("state")));
  }

  boolean isServed() {
    return !refs.isEmpty() && !isMissing && !isTakenDown;
  }

  /**
   * The fields of the blob when {@code newRefs} refer to it from now on. One that nobody refers to
   * any more is temporary again: an upload of the same bytes may be under way.
   *
   * @param rev the commit that makes them; {@code listBlobs} asks for what came after one
   */
  Map<String, Object> referencedBy(SortedSet<String> newRefs, Tid rev, Instant now) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("refs", List.copyOf(newRefs));
    fields.put("rev", newRefs.isEmpty() ? FieldValue.delete() : rev.toString());
    fields.put("state", isTakenDown ? TAKEN_DOWN : state(newRefs));
    if (newRefs.isEmpty()) {
      fields.put("createdAt", HeadDocument.timestamp(now));
    }
    return fields;
  }

  /** The fields that change when it is taken down, or with an empty reference given back. */
  Map<String, Object> takenDown(Optional<String> reference, Instant now) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(TAKEDOWN, reference.<Object>map(text -> text).orElseGet(FieldValue::delete));
    fields.put("state", reference.isPresent() ? TAKEN_DOWN : state(refs));
    fields.put("createdAt", HeadDocument.timestamp(now));
    return fields;
  }

  private static String state(SortedSet<String> refs) {
    return refs.isEmpty() ? TEMPORARY : REFERENCED;
  }

  /** What completes a missing blob. */
  static Map<String, Object> uploaded(String mimeType, long sizeBytes) {
    return Map.of("mimeType", mimeType, "size", sizeBytes, "state", REFERENCED);
  }
}
