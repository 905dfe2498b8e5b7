package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.syntax.Did;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored entries of one account by the place that they lie in, whatever they say. Immutable.
 *
 * @param entries by place; empty where there is something that is no entry
 */
record Chain(Did did, SortedMap<Long, Optional<AuditEntry>> entries, ChainEnd end) {
  /** Longest list of single entries of one gap. */
  private static final long MAX_NAMED = 1_000;

  Chain {
    entries = new TreeMap<>(entries);
  }

  /** What an entry was according to somebody else: a copy, or an anchor, which knows no nonce. */
  record Evidence(long seq, String hash, Optional<String> nonce) {}

  /** What is wrong by itself; empty for a whole chain. */
  List<AuditFault> faults() {
    List<AuditFault> faults = new ArrayList<>();
    long expected = 1;
    Optional<String> previous = Optional.of(AuditEntry.BEGINNING);
    for (Map.Entry<Long, Optional<AuditEntry>> stored : entries.entrySet()) {
      long seq = stored.getKey();
      if (seq > expected) {
        missing(expected, seq, faults);
        previous = Optional.empty();
      }
      Optional<AuditFault> fault = fault(seq, stored.getValue(), previous);
      fault.ifPresent(faults::add);
      previous = fault.isEmpty() ? stored.getValue().map(AuditEntry::hash) : Optional.empty();
      expected = seq + 1;
    }
    wrongEnd(expected - 1).ifPresent(faults::add);
    return faults;
  }

  private void missing(long from, long to, List<AuditFault> faults) {
    for (long seq = from; seq < Math.min(to, from + MAX_NAMED); seq++) {
      faults.add(fault(seq, AuditFault.What.REMOVED));
    }
  }

  private Optional<AuditFault> fault(
      long seq, Optional<AuditEntry> stored, Optional<String> previous) {
    if (stored.isEmpty()) {
      return Optional.of(fault(seq, AuditFault.What.ALTERED));
    }
    AuditEntry entry = stored.get();
    if (entry.seq() != seq || !entry.did().equals(did)) {
      return Optional.of(fault(seq, AuditFault.What.REORDERED));
    }
    if (!entry.computedHash().equals(entry.hash())) {
      return Optional.of(fault(seq, AuditFault.What.ALTERED));
    }
    if (previous.isEmpty() || previous.get().equals(entry.previous())) {
      return Optional.empty();
    }
    return Optional.of(
        isHashOfAnEntry(entry.previous())
            ? fault(seq, AuditFault.What.REORDERED)
            : fault(Math.max(1, seq - 1), AuditFault.What.ALTERED));
  }

  private boolean isHashOfAnEntry(String hash) {
    return entries.values().stream()
        .flatMap(Optional::stream)
        .anyMatch(entry -> entry.hash().equals(hash));
  }

  private Optional<AuditFault> wrongEnd(long last) {
    if (end.seq() > last) {
      return Optional.of(fault(last + 1, AuditFault.What.CUT));
    }
    if (end.seq() < last) {
      return Optional.of(fault(end.seq() + 1, AuditFault.What.ADDED));
    }
    boolean isLast =
        last == 0 || at(last).filter(entry -> entry.hash().equals(end.hash())).isPresent();
    return isLast ? Optional.empty() : Optional.of(fault(last, AuditFault.What.ALTERED));
  }

  /** What differs from what others know of this account. */
  List<AuditFault> faults(List<Evidence> evidence) {
    Map<String, Long> places = new HashMap<>();
    entries.forEach((seq, stored) -> stored.ifPresent(entry -> places.put(entry.nonce(), seq)));
    long last = entries.isEmpty() ? 0 : entries.lastKey();
    List<AuditFault> faults = new ArrayList<>();
    for (Evidence known : evidence) {
      if (!isAsKnown(known)) {
        faults.add(fault(known.seq(), difference(known, places, last)));
      }
    }
    return faults;
  }

  private boolean isAsKnown(Evidence known) {
    return at(known.seq()).filter(entry -> entry.hash().equals(known.hash())).isPresent();
  }

  private Optional<AuditEntry> at(long seq) {
    return entries.getOrDefault(seq, Optional.empty());
  }

  private AuditFault.What difference(Evidence known, Map<String, Long> places, long last) {
    @Nullable Long place = known.nonce().map(places::get).orElse(null);
    if (place != null) {
      return place == known.seq() ? AuditFault.What.ALTERED : AuditFault.What.REORDERED;
    }
    if (known.seq() > last) {
      return AuditFault.What.CUT;
    }
    boolean isSomethingElse = known.nonce().isPresent() && at(known.seq()).isPresent();
    return isSomethingElse || !entries.containsKey(known.seq())
        ? AuditFault.What.REMOVED
        : AuditFault.What.ALTERED;
  }

  private AuditFault fault(long seq, AuditFault.What what) {
    return new AuditFault(did, seq, what);
  }
}
