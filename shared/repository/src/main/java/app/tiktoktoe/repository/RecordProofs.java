package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.car.CarBlock;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Proves what a repository has at one key. Thread-safe. */
final class RecordProofs {
  private final Paths paths;
  private final SegmentStore segments;

  RecordProofs(Paths paths) {
    this.paths = paths;
    this.segments = new SegmentStore(paths);
  }

  /**
   * The commit, the path and the record.
   *
   * @throws StaleTreeException if a segment or the record is not the head's
   */
  Export prove(Head head, Nsid collection, RecordKey rkey) {
    String key = Change.key(collection, rkey);
    DocumentReference document = paths.record(head.did(), collection, rkey);
    LoadedKeys loaded = new LoadedKeys(head.keys());
    Optional<DocumentSnapshot> record = Optional.empty();
    if (head.keys() instanceof Spine spine && spine.find(key).isEmpty()) {
      record = load(head, spine, key, loaded, document);
    }
    Mst tree = Mst.of(loaded.outline());
    List<CarBlock> blocks = new ArrayList<>();
    blocks.add(new CarBlock(head.cid(), head.commit().encode()));
    tree.path(key).forEach((cid, block) -> blocks.add(new CarBlock(cid, block)));
    Optional<Cid> value = loaded.find(key);
    if (value.isPresent()) {
      DocumentSnapshot stored = record.orElseGet(() -> paths.getAll(List.of(document)).getFirst());
      byte[] block = RecordBlocks.block(new MstEntry(key, value.get()), stored);
      blocks.add(new CarBlock(value.get(), block));
    }
    return new Export.Blocks(head.describe(), blocks);
  }

  /** Reads the key's segment and, in the same round trip, its record if there is one. */
  private Optional<DocumentSnapshot> load(
      Head head, Spine spine, String key, LoadedKeys loaded, DocumentReference document) {
    int segment = spine.segmentOf(key);
    if (spine.subtree(segment).isEmpty()) {
      return Optional.empty();
    }
    SegmentStore.Loaded found =
        segments
            .load(head.did(), spine, Set.of(segment), List.of(document))
            .orElseThrow(() -> new StaleTreeException("the segment of " + key));
    loaded.add(found.segments());
    return found.others().stream().findFirst();
  }
}
