package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The heads of the repositories that were written last on this instance, at most so many keys in
 * all. A kept head may be out of date: its update time, the precondition of every commit, tells.
 * Thread-safe.
 */
final class HeadCache {
  /** About 150 bytes each. */
  private static final int MAX_RECORDS = 200_000;

  private static final int MAX_HEADS = 2_000;

  private final Map<Did, Versioned> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long records;

  /** A head as it was at {@code updateTime}. */
  record Versioned(Head head, Timestamp updateTime) {}

  synchronized Optional<Versioned> find(Did did) {
    return Optional.ofNullable(kept.get(did));
  }

  synchronized void keep(Versioned head) {
    forget(head.head().did());
    kept.put(head.head().did(), head);
    records += head.head().keys().size();
    while (kept.size() > 1 && (records > MAX_RECORDS || kept.size() > MAX_HEADS)) {
      forget(kept.keySet().iterator().next());
    }
  }

  synchronized void forget(Did did) {
    Versioned removed = kept.remove(did);
    if (removed != null) {
      records -= removed.head().keys().size();
    }
  }
}
