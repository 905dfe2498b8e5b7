package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Tid;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** A blob that imported records refer to. Used by one thread. */
final class ImportedBlob {
  private final BlobReference first;
  private final SortedSet<String> refs = new TreeSet<>();

  /** As its first record refers to it. */
  ImportedBlob(BlobReference first) {
    this.first = first;
  }

  void add(String key) {
    refs.add(key);
  }

  SortedSet<String> refs() {
    return Collections.unmodifiableSortedSet(refs);
  }

  /** The document of one that has yet to be uploaded. */
  Map<String, Object> missing(Tid rev, Instant now) {
    Map<String, Object> fields =
        new HashMap<>(BlobDocument.temporary(first.mimeType(), first.sizeBytes(), now));
    fields.put("state", BlobDocument.MISSING);
    fields.put("refs", List.copyOf(refs));
    fields.put("rev", rev.toString());
    return fields;
  }

  /** What changes of a document that there is. */
  Map<String, Object> update(BlobDocument stored, Tid rev, Instant now) {
    return stored.isMissing()
        ? Map.of("refs", List.copyOf(refs), "rev", rev.toString())
        : stored.referencedBy(refs, rev, now);
  }
}
