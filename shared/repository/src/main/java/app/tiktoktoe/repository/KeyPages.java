package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Pages of a collection's keys, taken from the keys of the tree: they are sorted already, so no
 * index of the database is needed. Thread-safe.
 */
final class KeyPages {
  private final SegmentStore segments;

  KeyPages(SegmentStore segments) {
    this.segments = segments;
  }

  /** The keys between two, both excluded. */
  private record Between(String low, String high) {
    static Between of(Nsid collection, RecordPage.Range range) {
      String first = collection + "/";
      String end = collection + "0";
      Optional<String> after = range.after().map(rkey -> first + rkey);
      return range.ascending()
          ? new Between(after.orElse(first), end)
          : new Between(first, after.orElse(end));
    }

    boolean has(String key) {
      return key.compareTo(low) > 0 && key.compareTo(high) < 0;
    }

    List<MstEntry> in(List<MstEntry> sorted) {
      int from = KeyList.position(sorted, low);
      int to = KeyList.position(sorted, high);
      return sorted.subList(from < 0 ? -from - 1 : from + 1, to < 0 ? -to - 1 : to);
    }
  }

  /**
   * Keys in the range's order, at most as many as its limit. A segment that is not kept costs one
   * read; a page is seldom in more than two.
   *
   * @throws StaleTreeException if a segment is not what the head says
   */
  List<String> page(Did did, KeyIndex index, Nsid collection, RecordPage.Range range) {
    Between between = Between.of(collection, range);
    List<MstEntry> found =
        switch (index) {
          case KeyList keys -> between.in(keys.entries());
          case Spine spine -> inSegments(did, spine, between, range);
        };
    List<MstEntry> ordered = range.ascending() ? found : found.reversed();
    return ordered.stream().limit(range.limit()).map(MstEntry::key).toList();
  }

  /** Rising, as many as the page takes or more, from the end at which the page begins. */
  private List<MstEntry> inSegments(Did did, Spine spine, Between between, RecordPage.Range range) {
    int first = spine.segmentOf(between.low());
    boolean isDivider = spine.find(between.high()).isPresent();
    int last = spine.segmentOf(between.high()) - (isDivider ? 1 : 0);
    List<MstEntry> found = new ArrayList<>();
    for (int i = 0; i <= last - first && found.size() < range.limit(); i++) {
      int segment = range.ascending() ? first + i : last - i;
      List<MstEntry> keys = new ArrayList<>(between.in(load(did, spine, segment)));
      if (segment < spine.dividers().size()) {
        MstEntry right = spine.dividers().get(segment);
        if (between.has(right.key())) {
          keys.add(right);
        }
      }
      found.addAll(range.ascending() ? found.size() : 0, keys);
    }
    return found;
  }

  private List<MstEntry> load(Did did, Spine spine, int segment) {
    if (spine.subtree(segment).isEmpty()) {
      return List.of();
    }
    return segments
        .load(did, spine, Set.of(segment), List.of())
        .map(loaded -> Objects.requireNonNull(loaded.segments().get(segment)).entries())
        .orElseThrow(() -> new StaleTreeException("a segment of " + did));
  }
}
