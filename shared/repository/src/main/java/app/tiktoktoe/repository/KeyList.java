package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.syntax.Nsid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys of a repository in order, each with its record's CID: all that the tree follows from.
 * Immutable.
 */
final class KeyList {
  static final KeyList EMPTY = new KeyList(List.of());

  private final List<MstEntry> entries;

  /** {@code entries} are sorted and belong to this list. */
  KeyList(List<MstEntry> entries) {
    this.entries = Collections.unmodifiableList(entries);
  }

  List<MstEntry> entries() {
    return entries;
  }

  int size() {
    return entries.size();
  }

  Optional<Cid> find(String key) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = entries.get(middle).key().compareTo(key);
      if (order == 0) {
        return Optional.of(entries.get(middle).value());
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /** The list after {@code changes}: a CID sets a key, an empty one removes it. */
  KeyList with(Map<String, Optional<Cid>> changes) {
    SortedMap<String, Cid> merged = new TreeMap<>();
    entries.forEach(entry -> merged.put(entry.key(), entry.value()));
    changes.forEach(
        (key, cid) -> cid.ifPresentOrElse(c -> merged.put(key, c), () -> merged.remove(key)));
    List<MstEntry> after = new ArrayList<>(merged.size());
    merged.forEach((key, cid) -> after.add(new MstEntry(key, cid)));
    return new KeyList(after);
  }

  /** The root of the canonical tree. */
  Cid root() {
    return Mst.rootOf(entries);
  }

  /** The collections that have a record, sorted. */
  List<Nsid> collections() {
    return entries.stream()
        .map(entry -> entry.key().substring(0, entry.key().indexOf('/')))
        .distinct()
        .map(Nsid::parse)
        .toList();
  }
}
