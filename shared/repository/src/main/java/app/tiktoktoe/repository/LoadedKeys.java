package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstOutline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The keys of a repository, as far as its segments are loaded. Used by one thread. */
final class LoadedKeys {
  /** So many keys are kept in the head itself: about 46 KB. */
  static final int MAX_INLINE = 1_000;

  private final KeyIndex index;
  private final Map<Integer, KeyList> loaded = new HashMap<>();

  LoadedKeys(KeyIndex index) {
    this.index = index;
  }

  /** The segments that writes of these keys need and that are not loaded. */
  Set<Integer> missing(Iterable<String> keys) {
    if (!(index instanceof Spine spine)) {
      return Set.of();
    }
    Set<Integer> missing = new TreeSet<>(spine.segmentsAround(keys));
    missing.removeAll(loaded.keySet());
    return missing;
  }

  void add(Map<Integer, KeyList> segments) {
    loaded.putAll(segments);
  }

  /** The record at a key that is not {@linkplain #missing missing}. */
  Optional<Cid> find(String key) {
    return switch (index) {
      case KeyList keys -> keys.find(key);
      case Spine spine -> spine.find(key).or(() -> inSegment(spine, key));
    };
  }

  private Optional<Cid> inSegment(Spine spine, String key) {
    int segment = spine.segmentOf(key);
    if (spine.subtree(segment).isEmpty()) {
      return Optional.empty();
    }
    KeyList keys = loaded.get(segment);
    if (keys == null) {
      throw new IllegalStateException("the segment of " + key + " is not loaded");
    }
    return keys.find(key);
  }

  /** The tree as far as it is known. */
  MstOutline outline() {
    return switch (index) {
      case KeyList keys -> MstOutline.of(keys.entries());
      case Spine spine -> spine.outline(loaded);
    };
  }

  /**
   * What changes make of the keys.
   *
   * @param index what the head is to have
   * @param written the segments that are new or other than before, by the name of their document
   * @param removed the documents of segments that are no more
   * @param tree the tree as far as it is known; the paths of all changed keys and their neighbours
   */
  record After(KeyIndex index, Map<String, Segment> written, Set<String> removed, Mst tree) {}

  /** A segment's keys and the CID of their subtree, which tells one state of it from another. */
  record Segment(Cid subtree, KeyList keys) {}

  /**
   * Changes keys that are not {@linkplain #missing missing}: a CID sets one, an empty one removes
   * it.
   *
   * @throws app.tiktoktoe.atproto.mst.InvalidTreeException if the keys make no tree
   */
  After with(Map<String, Optional<Cid>> changes) {
    MstOutline outline = outline().with(changes);
    Mst tree = Mst.of(outline);
    if (index instanceof KeyList && outline.entries().size() <= MAX_INLINE) {
      return new After(new KeyList(outline.entries()), Map.of(), Set.of(), tree);
    }
    return divided(outline.entries(), tree, changes.keySet());
  }

  private After divided(List<MstEntry> known, Mst tree, Set<String> changed) {
    @Nullable Spine before = index instanceof Spine spine ? spine : null;
    List<MstEntry> dividers =
        known.stream().filter(entry -> isDivider(before, entry.key(), changed)).toList();
    Set<Integer> touched = before == null ? Set.of() : touched(before, changed);
    List<Optional<Cid>> subtrees = new ArrayList<>();
    Map<String, Segment> written = new TreeMap<>();
    Set<String> removed = new HashSet<>(before == null ? Set.of() : documents(before));
    for (int i = 0; i <= dividers.size(); i++) {
      String left = i == 0 ? "" : dividers.get(i - 1).key();
      String right = i == dividers.size() ? "" : dividers.get(i).key();
      Optional<Cid> subtree =
          before == null ? Optional.empty() : kept(before, left, right, touched);
      if (subtree.isEmpty()) {
        List<MstEntry> keys = between(known, left, right);
        if (!keys.isEmpty()) {
          subtree = tree.subtree(left, Spine.SEGMENT_LAYER);
          written.put(Spine.segmentId(left), new Segment(subtree.orElseThrow(), new KeyList(keys)));
        }
      }
      subtrees.add(subtree);
      if (subtree.isPresent()) {
        removed.remove(Spine.segmentId(left));
      }
    }
    return new After(new Spine(new ArrayList<>(dividers), subtrees), written, removed, tree);
  }

  private static boolean isDivider(@Nullable Spine before, String key, Set<String> changed) {
    if (before == null || changed.contains(key)) {
      return Spine.isDivider(key);
    }
    return before.find(key).isPresent();
  }

  private static Set<String> documents(Spine spine) {
    Set<String> documents = new HashSet<>();
    for (int i = 0; i < spine.subtrees().size(); i++) {
      if (spine.subtree(i).isPresent()) {
        documents.add(Spine.segmentId(spine.left(i)));
      }
    }
    return documents;
  }

  /** The segments in which a key changes; one that divides others is in none. */
  private static Set<Integer> touched(Spine before, Set<String> changed) {
    Set<Integer> touched = new HashSet<>();
    for (String key : changed) {
      if (before.find(key).isEmpty()) {
        touched.add(before.segmentOf(key));
      }
    }
    return touched;
  }

  /** The subtree between two dividers, if they were neighbours before and nothing there changes. */
  private static Optional<Cid> kept(Spine before, String left, String right, Set<Integer> touched) {
    int segment = left.isEmpty() ? 0 : before.segmentOf(left);
    boolean same =
        before.left(segment).equals(left)
            && (segment == before.size() ? "" : before.left(segment + 1)).equals(right)
            && !touched.contains(segment);
    return same ? before.subtree(segment) : Optional.empty();
  }

  private static List<MstEntry> between(List<MstEntry> known, String left, String right) {
    int from = left.isEmpty() ? 0 : KeyList.position(known, left) + 1;
    int to = right.isEmpty() ? known.size() : KeyList.position(known, right);
    return new ArrayList<>(known.subList(from, to));
  }
}
