package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstVisitor;
import app.tiktoktoe.atproto.syntax.Did;
import java.util.List;
import java.util.Map;

/**
 * Visits the whole tree of a repository in pre-order, of which it holds the spine and a page of
 * segments at a time. Stateless.
 */
final class TreeWalk {
  private TreeWalk() {}

  /**
   * Visits the tree that a head was read with.
   *
   * @throws StaleTreeException if a segment changed after the head was read; the visitor has then
   *     seen a part of the tree
   */
  static void walk(Paths paths, Head head, MstVisitor visitor) {
    switch (head.keys()) {
      case KeyList keys -> Mst.of(keys.entries()).walk(visitor);
      case Spine spine -> walk(head, spine, new SegmentPages(paths, head.did(), spine), visitor);
    }
  }

  /** Reads all segments at once, so that no later write overtakes the visitor, however slow. */
  static void walkLoaded(Paths paths, Head head, MstVisitor visitor) {
    switch (head.keys()) {
      case KeyList keys -> Mst.of(keys.entries()).walk(visitor);
      case Spine spine ->
          walk(head, spine, new SegmentPages(paths, head.did(), spine).load(), visitor);
    }
  }

  private static void walk(Head head, Spine spine, SegmentPages segments, MstVisitor visitor) {
    if (spine.dividers().isEmpty()) {
      only(head, spine, segments, visitor);
    } else {
      Mst.of(spine.outline(Map.of())).walk(new Divided(head.did(), segments, visitor));
    }
  }

  /** What no key divides is the tree itself: nothing above it puts it on a layer. */
  private static void only(Head head, Spine spine, SegmentPages segments, MstVisitor visitor) {
    List<MstEntry> keys =
        spine.subtree(0).map(cid -> segments.next(cid).entries()).orElse(List.of());
    Mst tree = Mst.of(keys);
    requireSame(head.did(), tree.root(), head.data());
    tree.walk(visitor);
  }

  private static void requireSame(Did did, Cid actual, Cid expected) {
    if (!actual.equals(expected)) {
      throw new IllegalStateException(
          "keys of " + did + " make " + actual + " instead of " + expected);
    }
  }

  /** Goes down into each segment where the spine's tree has only its CID. */
  private record Divided(Did did, SegmentPages segments, MstVisitor visitor) implements MstVisitor {
    @Override
    public void node(Cid cid, byte[] block) {
      visitor.node(cid, block);
    }

    @Override
    public void entry(MstEntry entry) {
      visitor.entry(entry);
    }

    @Override
    public void hidden(Cid subtree) {
      Mst tree = Mst.subtreeOf(segments.next(subtree).entries(), Spine.SEGMENT_LAYER);
      requireSame(did, tree.root(), subtree);
      tree.walk(visitor);
    }
  }
}
