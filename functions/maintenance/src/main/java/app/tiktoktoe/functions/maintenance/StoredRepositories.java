package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.accounts.Account;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.repository.RecordScan;
import app.tiktoktoe.repository.RepositoryList;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.repository.StoredRecord;
import app.tiktoktoe.views.indexing.RebuildSource;
import com.google.cloud.firestore.Firestore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The accounts and repositories of this service. Thread-safe. */
final class StoredRepositories implements RebuildSource {
  private final RepositoryList repositories;
  private final StatusChanges heads;
  private final RecordScan records;
  private final Accounts accounts;

  StoredRepositories(Firestore firestore, InstantSource clock) {
    this.repositories = new RepositoryList(firestore);
    this.heads = new StatusChanges(firestore, clock);
    this.records = new RecordScan(firestore);
    this.accounts = new Accounts(firestore);
  }

  @Override
  public List<Did> accounts(@Nullable Did after, int limit) {
    return repositories.list(Optional.ofNullable(after), limit).stream()
        .map(RepositoryList.Listed::did)
        .toList();
  }

  /** A repository whose import is under way is not here yet, an erased one no longer. */
  @Override
  public Optional<Origin> account(Did did) {
    return heads
        .find(did)
        .filter(head -> head.switches().isDeleted() || !head.isImporting())
        .filter(head -> !head.isErased())
        .map(this::origin);
  }

  private Origin origin(StatusChanges.Current head) {
    Optional<Account> account = accounts.find(head.did());
    return new Origin(
        account.map(Account::handle).orElse(null),
        account.map(Account::createdAt).orElse(Instant.EPOCH),
        AccountStatus.ofId(head.switches().status().id()),
        head.statusAt(),
        head.tokensValidFrom(),
        head.switches().isDeleted() ? afterAll(head) : head.rev());
  }

  /** A deletion is of no commit; it is later than all of them. */
  private static Tid afterAll(StatusChanges.Current head) {
    long deletedAt = ChronoUnit.MICROS.between(Instant.EPOCH, head.statusAt());
    return Tid.of(Math.max(head.rev().micros() + 1, deletedAt), 0);
  }

  @Override
  public List<Kept> records(Did did, Nsid collection, @Nullable RecordKey after, int limit) {
    return records.page(did, collection, Optional.ofNullable(after), limit).stream()
        .map(StoredRepositories::kept)
        .toList();
  }

  @Override
  public Map<RecordKey, Kept> find(Did did, Nsid collection, Collection<RecordKey> keys) {
    Map<RecordKey, Kept> found = new HashMap<>();
    records.find(did, collection, keys).forEach(record -> found.put(record.rkey(), kept(record)));
    return found;
  }

  private static Kept kept(StoredRecord record) {
    return new Kept(
        record.rkey(), record.cid(), record.rev(), record.committedAt(), record.value());
  }
}
