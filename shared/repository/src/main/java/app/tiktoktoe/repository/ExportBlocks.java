package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.car.CarBlock;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects a commit and its tree, to which the records are added afterwards. Used by one thread.
 */
final class ExportBlocks implements MstVisitor {
  private static final long NODE_BYTES_PER_RECORD = 85;

  private final Head head;
  private final List<Part> parts = new ArrayList<>();

  /** A commit or node, or the place of a record. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Part(Cid cid, byte @Nullable [] block) {}

  ExportBlocks(Head head) {
    this.head = head;
    node(head.cid(), head.commit().encode());
  }

  /** About what the nodes of a tree take. */
  static long nodeBytes(Head head) {
    return head.collections().total() * NODE_BYTES_PER_RECORD;
  }

  @Override
  public void node(Cid cid, byte[] block) {
    parts.add(new Part(cid, block));
  }

  @Override
  public void entry(MstEntry entry) {
    parts.add(new Part(entry.value(), null));
  }

  /** With the records that are known. */
  Export with(Function<Cid, byte @Nullable []> records, long limitBytes) {
    List<CarBlock> blocks = new ArrayList<>();
    long bytes = 0;
    for (Part part : parts) {
      byte[] block = part.block() == null ? records.apply(part.cid()) : part.block();
      if (block != null) {
        blocks.add(new CarBlock(part.cid(), block));
        bytes += Cid.BYTE_LENGTH + block.length;
      }
    }
    return bytes > limitBytes
        ? new Export.TooLarge(head.describe())
        : new Export.Blocks(head.describe(), blocks);
  }
}
