package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.firestore.WriteBatch;
import java.util.HashSet;
import java.util.Set;

/**
 * The keys of an imported repository as they will be stored.
 *
 * @param index the head's key index
 * @param obsolete the documents of segments that the repository has now and will not have then
 */
@SuppressWarnings("ArrayRecordComponent")
record ImportedKeys(LoadedKeys.After keys, byte[] index, Set<String> obsolete) {
  /** The head is in the same batch. */
  private static final int MAX_WRITES = 499;

  /** Of 10 MiB that a request may have, with room for names. */
  private static final long MAX_BYTES = 9_000_000;

  static ImportedKeys of(Head head, ImportedRecords records) {
    LoadedKeys.After keys = new LoadedKeys(KeyList.EMPTY).with(records.cids());
    Set<String> obsolete = new HashSet<>();
    if (head.keys() instanceof Spine spine) {
      for (int i = 0; i < spine.subtrees().size(); i++) {
        if (spine.subtree(i).isPresent()) {
          obsolete.add(Spine.segmentId(spine.left(i)));
        }
      }
    }
    obsolete.removeAll(keys.written().keySet());
    return new ImportedKeys(keys, KeyIndexCodec.encode(keys.index()), obsolete);
  }

  Cid root() {
    return keys.tree().root();
  }

  /** Whether one batch, the last, can write them. */
  boolean fits() {
    long bytes = index.length;
    for (LoadedKeys.Segment segment : keys.written().values()) {
      int length = KeyIndexCodec.encode(segment.keys()).length;
      if (length > SegmentStore.MAX_KEY_BYTES) {
        return false;
      }
      bytes += length;
    }
    return index.length <= SegmentStore.MAX_KEY_BYTES
        && bytes <= MAX_BYTES
        && keys.written().size() + obsolete.size() <= MAX_WRITES;
  }

  void addTo(WriteBatch batch, Paths paths, Did did) {
    if (!new SegmentStore(paths).write(batch, did, keys)) {
      throw new IllegalStateException("the segments of " + did + " do not fit");
    }
    obsolete.forEach(id -> batch.delete(paths.segment(did, id)));
  }
}
