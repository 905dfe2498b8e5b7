package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.car.CarBlock;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstVisitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Collects the blocks that somebody asks for. Used by one thread. */
final class WantedBlocks implements MstVisitor {
  private final Head head;
  private final List<Cid> wanted;
  private final Map<Cid, byte[]> found = new HashMap<>();

  WantedBlocks(Head head, List<Cid> wanted) {
    this.head = head;
    this.wanted = wanted;
    add(head.cid(), head.commit().encode());
  }

  void add(Cid cid, byte[] block) {
    if (wanted.contains(cid)) {
      found.put(cid, block);
    }
  }

  @Override
  public void node(Cid cid, byte[] block) {
    add(cid, block);
  }

  @Override
  public void entry(MstEntry entry) {}

  List<Cid> missing() {
    return wanted.stream().filter(cid -> !found.containsKey(cid)).toList();
  }

  Export found(long limitBytes) {
    List<Cid> missing = missing();
    if (!missing.isEmpty()) {
      return new Export.BlocksNotFound(missing);
    }
    if (found.values().stream().mapToLong(block -> block.length).sum() > limitBytes) {
      return new Export.TooLarge(head.describe());
    }
    return new Export.Blocks(
        head.describe(),
        wanted.stream()
            .map(cid -> new CarBlock(cid, Objects.requireNonNull(found.get(cid))))
            .toList());
  }
}
