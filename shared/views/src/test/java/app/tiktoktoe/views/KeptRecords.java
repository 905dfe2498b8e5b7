package app.tiktoktoe.views;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.views.indexing.RebuildSource;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Repositories as commits leave them. */
final class KeptRecords implements RebuildSource {
  private final NavigableMap<String, Origin> accounts = new TreeMap<>();
  private final Map<String, NavigableMap<String, Kept>> records = new HashMap<>();
  private Runnable afterPage = () -> {};

  void open(Did did, String handle, Instant at) {
    Origin origin =
        new Origin(Handle.parse(handle), at, AccountStatus.ACTIVE, Instant.EPOCH, at, Tid.of(1, 1));
    accounts.put(did.value(), origin);
  }

  void turn(Did did, AccountStatus status, Instant at) {
    Origin old = Objects.requireNonNull(accounts.get(did.value()));
    accounts.put(
        did.value(),
        new Origin(old.handle(), old.createdAt(), status, at, old.tokensValidFrom(), old.rev()));
  }

  /** What happens once, after the next page of records is read. */
  void afterNextPage(Runnable work) {
    afterPage = work;
  }

  void apply(RepoEvent event) {
    if (event instanceof CommitEvent commit) {
      Origin old = Objects.requireNonNull(accounts.get(commit.did().value()));
      accounts.put(
          commit.did().value(),
          new Origin(
              old.handle(),
              old.createdAt(),
              old.status(),
              old.statusAt(),
              old.tokensValidFrom(),
              commit.rev()));
      commit.operations().forEach(operation -> apply(commit, operation));
    }
  }

  private void apply(CommitEvent commit, RecordOperation operation) {
    NavigableMap<String, Kept> collection = collection(commit.did(), operation.collection());
    if (operation.record() == null || operation.cid() == null) {
      collection.remove(operation.rkey().value());
    } else {
      collection.put(
          operation.rkey().value(),
          new Kept(
              operation.rkey(), operation.cid(), commit.rev(), commit.time(), operation.record()));
    }
  }

  private NavigableMap<String, Kept> collection(Did did, Nsid collection) {
    return records.computeIfAbsent(did + "/" + collection, any -> new TreeMap<>());
  }

  @Override
  public List<Did> accounts(@Nullable Did after, int limit) {
    return accounts.tailMap(after == null ? "" : after.value(), false).keySet().stream()
        .limit(limit)
        .map(Did::parse)
        .toList();
  }

  @Override
  public Optional<Origin> account(Did did) {
    return Optional.ofNullable(accounts.get(did.value()));
  }

  @Override
  public List<Kept> records(Did did, Nsid collection, @Nullable RecordKey after, int limit) {
    List<Kept> page =
        collection(did, collection)
            .tailMap(after == null ? "" : after.value(), false)
            .values()
            .stream()
            .limit(limit)
            .toList();
    if (!page.isEmpty()) {
      Runnable work = afterPage;
      afterPage = () -> {};
      work.run();
    }
    return page;
  }

  @Override
  public Map<RecordKey, Kept> find(Did did, Nsid collection, Collection<RecordKey> keys) {
    Map<RecordKey, Kept> found = new HashMap<>();
    for (RecordKey key : keys) {
      Kept record = collection(did, collection).get(key.value());
      if (record != null) {
        found.put(key, record);
      }
    }
    return found;
  }
}
