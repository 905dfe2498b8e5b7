package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstOutline;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys on the upper layers of a tree, which divide the others into segments. One key in 1,024
 * is such a divider, so a segment has about a thousand keys. Immutable.
 *
 * <p>All keys between two dividers make one subtree, whose CID stands for the segment: a write
 * needs the segment that its key is in, and no other.
 */
final class Spine implements KeyIndex {
  /** The highest layer of a segment's subtree; dividers are above it. */
  static final int SEGMENT_LAYER = 4;

  private static final String FIRST = "first";

  private final List<MstEntry> dividers;
  private final List<Optional<Cid>> subtrees;

  /**
   * Both lists belong to the spine.
   *
   * @param subtrees one more than dividers; empty where no key lies
   */
  Spine(List<MstEntry> dividers, List<Optional<Cid>> subtrees) {
    if (subtrees.size() != dividers.size() + 1) {
      throw new IllegalArgumentException(
          dividers.size() + " dividers and " + subtrees.size() + " segments");
    }
    this.dividers = Collections.unmodifiableList(dividers);
    this.subtrees = Collections.unmodifiableList(subtrees);
  }

  static boolean isDivider(String key) {
    return Mst.height(key) > SEGMENT_LAYER;
  }

  List<MstEntry> dividers() {
    return dividers;
  }

  /** What the segments' keys make, from left to right. */
  List<Optional<Cid>> subtrees() {
    return subtrees;
  }

  @Override
  public int size() {
    return dividers.size();
  }

  Optional<Cid> subtree(int segment) {
    return subtrees.get(segment);
  }

  /** The key that a segment lies right of; empty for the first. */
  String left(int segment) {
    return segment == 0 ? "" : dividers.get(segment - 1).key();
  }

  /** The name of the document of the segment that lies right of a key. */
  static String segmentId(String left) {
    return left.isEmpty() ? FIRST : left.replace('/', ':');
  }

  /** The record at a divider. */
  Optional<Cid> find(String key) {
    int at = KeyList.position(dividers, key);
    return at < 0 ? Optional.empty() : Optional.of(dividers.get(at).value());
  }

  /** The segment that a key is in or would be in, if it divides none. */
  int segmentOf(String key) {
    int at = KeyList.position(dividers, key);
    return at < 0 ? -at - 1 : at + 1;
  }

  /** The segments that writes of these keys need: for a divider, those on both sides. */
  Set<Integer> segmentsAround(Iterable<String> keys) {
    Set<Integer> around = new TreeSet<>();
    for (String key : keys) {
      int at = KeyList.position(dividers, key);
      if (at >= 0) {
        around.add(at);
      }
      around.add(segmentOf(key));
    }
    around.removeIf(segment -> subtrees.get(segment).isEmpty());
    return around;
  }

  /** The tree as far as it is known. */
  MstOutline outline(Map<Integer, KeyList> loaded) {
    MstOutline.Builder outline = new MstOutline.Builder();
    for (int i = 0; i < subtrees.size(); i++) {
      if (i > 0) {
        outline.entry(dividers.get(i - 1));
      }
      KeyList keys = loaded.get(i);
      if (keys != null) {
        outline.entries(keys.entries());
      } else {
        subtrees.get(i).ifPresent(cid -> outline.hidden(cid, SEGMENT_LAYER));
      }
    }
    return outline.build();
  }
}
