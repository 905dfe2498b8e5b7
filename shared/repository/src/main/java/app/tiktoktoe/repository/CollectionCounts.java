package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.syntax.Nsid;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many records each collection of a repository has: at least one. Immutable. */
record CollectionCounts(SortedMap<String, Long> counts) {
  static final CollectionCounts NONE = new CollectionCounts(new TreeMap<>());

  /** The counts are in the head: so many names fit there beside the keys. */
  static final int MAX = 1_000;

  CollectionCounts {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What a repository with these counts is. */
  RepositoryDescription describe(RepositoryStatus status, Commit commit, Cid cid) {
    return new RepositoryDescription(
        status, commit, cid, total(), counts.keySet().stream().map(Nsid::parse).toList());
  }

  boolean isFull() {
    return counts.size() > MAX;
  }

  CollectionCounts with(Collection<Change> changes) {
    SortedMap<String, Long> after = new TreeMap<>(counts);
    for (Change change : changes) {
      long more =
          switch (change.action()) {
            case CREATE -> 1;
            case UPDATE -> 0;
            case DELETE -> -1;
          };
      after.merge(change.collection().toString(), more, Long::sum);
    }
    after.values().removeIf(count -> count == 0);
    return new CollectionCounts(after);
  }

  /** As the head's document has them. */
  Map<String, Object> fields() {
    return Collections.unmodifiableMap(counts);
  }
}
