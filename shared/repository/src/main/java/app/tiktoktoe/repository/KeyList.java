package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstEntry;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Keys in order, each with its record's CID: a whole repository's, or a segment's. Immutable. */
final class KeyList implements KeyIndex {
  static final KeyList EMPTY = new KeyList(List.of());

  private final List<MstEntry> entries;

  /** {@code entries} are sorted and belong to this list. */
  KeyList(List<MstEntry> entries) {
    this.entries = Collections.unmodifiableList(entries);
  }

  List<MstEntry> entries() {
    return entries;
  }

  @Override
  public int size() {
    return entries.size();
  }

  Optional<Cid> find(String key) {
    int at = position(entries, key);
    return at < 0 ? Optional.empty() : Optional.of(entries.get(at).value());
  }

  /** Where a key is in sorted entries; otherwise {@code -(where it would be) - 1}. */
  static int position(List<MstEntry> entries, String key) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = entries.get(middle).key().compareTo(key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }
}
