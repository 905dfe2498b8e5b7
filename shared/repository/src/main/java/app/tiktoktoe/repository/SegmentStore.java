package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.LoadedKeys.Segment;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The segments of repositories, documents {@code repos/{did}/segments/{left divider}}, and those
 * that this instance used last. A kept segment that is out of date is told by its subtree, which
 * the head has as well. Thread-safe.
 */
final class SegmentStore {
  /** A document holds 1 MiB; the keys leave room for the other fields. */
  static final int MAX_KEY_BYTES = 900_000;

  private static final int VERSION = 1;

  /** About 150 bytes each. */
  private static final int MAX_KEPT_RECORDS = 200_000;

  private final Paths paths;
  private final Map<String, Segment> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long keptRecords;

  SegmentStore(Paths paths) {
    this.paths = paths;
  }

  /** Segments, and the other documents that were asked for, of which those that exist. */
  record Loaded(Map<Integer, KeyList> segments, List<DocumentSnapshot> others) {}

  /**
   * Reads segments and other documents in one round trip; what is kept costs nothing. Empty when a
   * segment is not what the head says: one of them is out of date.
   */
  Optional<Loaded> load(
      Did did, Spine spine, Collection<Integer> segments, List<DocumentReference> others) {
    Map<Integer, KeyList> loaded = new HashMap<>();
    List<Integer> missing = new ArrayList<>();
    for (int segment : segments) {
      Optional<KeyList> keys = find(did, spine, segment);
      keys.ifPresentOrElse(list -> loaded.put(segment, list), () -> missing.add(segment));
    }
    List<DocumentReference> documents = new ArrayList<>();
    missing.forEach(segment -> documents.add(document(did, spine, segment)));
    documents.addAll(others);
    List<DocumentSnapshot> found = paths.getAll(documents);
    for (int i = 0; i < missing.size(); i++) {
      Optional<KeyList> keys = read(did, spine, missing.get(i), found.get(i));
      if (keys.isEmpty()) {
        return Optional.empty();
      }
      loaded.put(missing.get(i), keys.get());
    }
    return Optional.of(
        new Loaded(
            loaded,
            found.subList(missing.size(), found.size()).stream()
                .filter(DocumentSnapshot::exists)
                .toList()));
  }

  private DocumentReference document(Did did, Spine spine, int segment) {
    return paths.segment(did, Spine.segmentId(spine.left(segment)));
  }

  private Optional<KeyList> read(Did did, Spine spine, int segment, DocumentSnapshot document) {
    if (!document.exists()) {
      return Optional.empty();
    }
    Cid subtree = Cid.parse(HeadDocument.text(document, "subtree"));
    if (!Optional.of(subtree).equals(spine.subtree(segment))) {
      return Optional.empty();
    }
    KeyList keys = KeyIndexCodec.decodeList(HeadDocument.bytes(document, "keys"));
    keep(document(did, spine, segment).getPath(), new Segment(subtree, keys));
    return Optional.of(keys);
  }

  /** Adds what a change of keys makes of segments to a batch; false when one is too large. */
  boolean write(WriteBatch batch, Did did, LoadedKeys.After after) {
    for (Map.Entry<String, Segment> entry : after.written().entrySet()) {
      byte[] keys = KeyIndexCodec.encode(entry.getValue().keys());
      if (keys.length > MAX_KEY_BYTES) {
        return false;
      }
      batch.set(paths.segment(did, entry.getKey()), fields(entry.getValue().subtree(), keys));
    }
    after.removed().forEach(id -> batch.delete(paths.segment(did, id)));
    return true;
  }

  private static Map<String, Object> fields(Cid subtree, byte[] keys) {
    return Map.of("version", VERSION, "subtree", subtree.toString(), "keys", Blob.fromBytes(keys));
  }

  /** Keeps the segments of a commit that was made. */
  void keep(Did did, LoadedKeys.After after) {
    after.written().forEach((id, segment) -> keep(paths.segment(did, id).getPath(), segment));
    after.removed().forEach(id -> forget(paths.segment(did, id).getPath()));
  }

  private synchronized Optional<KeyList> find(Did did, Spine spine, int segment) {
    return Optional.ofNullable(kept.get(document(did, spine, segment).getPath()))
        .filter(found -> Optional.of(found.subtree()).equals(spine.subtree(segment)))
        .map(Segment::keys);
  }

  private synchronized void keep(String path, Segment segment) {
    forget(path);
    kept.put(path, segment);
    keptRecords += segment.keys().size();
    while (kept.size() > 1 && keptRecords > MAX_KEPT_RECORDS) {
      forget(kept.keySet().iterator().next());
    }
  }

  private synchronized void forget(String path) {
    Segment removed = kept.remove(path);
    if (removed != null) {
      keptRecords -= removed.keys().size();
    }
  }
}
