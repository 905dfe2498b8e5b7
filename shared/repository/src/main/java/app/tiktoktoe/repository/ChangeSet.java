package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.repo.RepoOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What writes come down to, given the keys that a repository has. Used by one thread.
 *
 * <p>Duplicates that a created record replaces are added as further changes.
 */
final class ChangeSet {
  private final LoadedKeys keys;
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private final List<Optional<Cid>> results = new ArrayList<>();

  private ChangeSet(LoadedKeys keys) {
    this.keys = keys;
  }

  /** What came of resolving writes. */
  sealed interface Resolution {
    record Resolved(ChangeSet changes) implements Resolution {}

    record Refused(WriteOutcome outcome) implements Resolution {}
  }

  static Resolution resolve(LoadedKeys keys, List<RecordWrite> writes) {
    ChangeSet changes = new ChangeSet(keys);
    for (RecordWrite write : writes) {
      Optional<WriteOutcome> refusal = changes.add(write);
      if (refusal.isPresent()) {
        return new Resolution.Refused(refusal.get());
      }
    }
    return new Resolution.Resolved(changes);
  }

  private Optional<WriteOutcome> add(RecordWrite write) {
    String key = Change.key(write.collection(), write.rkey());
    if (changes.containsKey(key)) {
      return invalid("More than one write to " + key);
    }
    Optional<Cid> before = keys.find(key);
    return switch (write) {
      case RecordWrite.Create create ->
          before.isPresent()
              ? invalid("There is already a record at " + key)
              : set(write, before, RecordValue.of(create.record()));
      case RecordWrite.Update update ->
          before.isEmpty()
              ? invalid("There is no record at " + key)
              : set(write, before, RecordValue.of(update.record()));
      case RecordWrite.Put put ->
          put.swap().accepts(before)
              ? set(write, before, RecordValue.of(put.record()))
              : swapFailed(before);
      case RecordWrite.Delete delete ->
          before.isEmpty() || delete.swap().accepts(before)
              ? remove(write, before)
              : swapFailed(before);
    };
  }

  private Optional<WriteOutcome> set(RecordWrite write, Optional<Cid> before, RecordValue value) {
    results.add(Optional.of(value.cid()));
    if (!before.equals(Optional.of(value.cid()))) {
      put(new Change(write.collection(), write.rkey(), before, Optional.of(value)));
    }
    return Optional.empty();
  }

  private Optional<WriteOutcome> remove(RecordWrite write, Optional<Cid> before) {
    results.add(Optional.empty());
    if (before.isPresent()) {
      put(new Change(write.collection(), write.rkey(), before, Optional.empty()));
    }
    return Optional.empty();
  }

  private void put(Change change) {
    changes.put(change.key(), change);
  }

  private static Optional<WriteOutcome> invalid(String message) {
    return Optional.of(new WriteOutcome.InvalidWrite(message));
  }

  private static Optional<WriteOutcome> swapFailed(Optional<Cid> current) {
    return Optional.of(
        new WriteOutcome.SwapFailed("Record was at " + current.map(Cid::toString).orElse("null")));
  }

  /** Deletes {@code older}, while that is what the repository holds. */
  void replace(Duplicates.Older older) {
    Optional<Cid> cid = Optional.of(older.cid());
    if (!changes.containsKey(older.key()) && keys.find(older.key()).equals(cid)) {
      put(new Change(older.collection(), older.rkey(), cid, Optional.empty()));
    }
  }

  List<Change> changes() {
    return List.copyOf(changes.values());
  }

  /** The CID of each write's record; empty for a delete. */
  List<Optional<Cid>> results() {
    return results;
  }

  /** What each changed key has afterwards. */
  Map<String, Optional<Cid>> cids() {
    Map<String, Optional<Cid>> cids = new LinkedHashMap<>();
    changes.forEach((key, change) -> cids.put(key, change.after().map(RecordValue::cid)));
    return cids;
  }

  /** The changes as the commit's proof sees them. */
  List<RepoOp> ops() {
    return changes.values().stream().map(Change::op).toList();
  }

  int points() {
    return changes.values().stream().mapToInt(Change::points).sum();
  }
}
