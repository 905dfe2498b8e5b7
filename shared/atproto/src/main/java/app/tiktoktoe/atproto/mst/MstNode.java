package app.tiktoktoe.atproto.mst;

import app.tiktoktoe.atproto.cid.Cid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node: its block, the entries it holds (positions in the sorted list) and the subtrees around
 * them. {@code subtrees[i]} lies left of {@code entries[i]}; there is one more subtree than
 * entries.
 */
@SuppressWarnings("ArrayRecordComponent")
record MstNode(byte[] block, int[] entries, @Nullable Cid[] subtrees) {
  /** The slot of the first entry at or after the key; the entry count if there is none. */
  int slot(String key, List<MstEntry> sorted) {
    int low = 0;
    int high = entries.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(entries[middle]).key().compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  boolean holds(String key, int slot, List<MstEntry> sorted) {
    return slot < entries.length && sorted.get(entries[slot]).key().equals(key);
  }
}
