package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstVisitor;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.repository.ImportedRecords.ImportedRecord;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes a repository be what it is elsewhere. Thread-safe.
 *
 * <p>The records are written first, in batches; one batch at the end makes them the repository. In
 * between the head says that an import is incomplete: nobody writes, and the account must not be
 * switched on. The same import again, or another, goes on where that one stopped and removes what
 * it does not need. No event tells of an import; switching the account on does.
 */
public final class RepositoryImports {
  /** How far another server's clock may be ahead. */
  private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

  private static final int PAGE = 500;
  private static final int WRITE_BYTES = 500;

  private final Paths paths;
  private final SigningKeys keys;
  private final TidClock revisions;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ImportBlobs blobs;

  /** Reads nothing yet. */
  public RepositoryImports(
      Firestore firestore, KeyVault vault, InstantSource clock, RandomGenerator random) {
    this.paths = new Paths(firestore);
    this.keys = new SigningKeys(vault);
    this.revisions = new TidClock(clock, random);
    this.clock = clock;
    this.random = random;
    this.blobs = new ImportBlobs(paths);
  }

  /**
   * Imports a repository of an account that is active or deactivated. The signature of its commit
   * is not verified: the account answers for what it imports, and our own commit signs it.
   *
   * @param tokenIssuedAt when the account's token was issued
   * @throws RuntimeException in an outage; the import may then be incomplete
   */
  public ImportOutcome run(Did did, RepoCar car, Instant tokenIssuedAt) {
    if (!car.commit().did().equals(did)) {
      return new ImportOutcome.Invalid("The repository is one of " + car.commit().did());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (car.commit().rev().micros() / 1000 > now.plus(MAX_AHEAD).toEpochMilli()) {
      return new ImportOutcome.Invalid("The revision of the repository lies in the future");
    }
    ImportedRecords records;
    try {
      records = new ImportedRecords(car);
    } catch (InvalidDataException e) {
      return new ImportOutcome.Invalid(Objects.requireNonNull(e.getMessage()));
    }
    DocumentSnapshot document = Await.result(paths.head(did).get());
    if (!document.exists()) {
      return new ImportOutcome.RepoNotFound();
    }
    Head head = HeadDocument.read(document);
    return refusal(head, tokenIssuedAt).orElseGet(() -> run(document, head, car, records, now));
  }

  private static Optional<ImportOutcome> refusal(Head head, Instant tokenIssuedAt) {
    RepositoryStatus status = head.standing().status();
    if (status != RepositoryStatus.ACTIVE && status != RepositoryStatus.DEACTIVATED) {
      return Optional.of(new ImportOutcome.AccountInactive(status));
    }
    return tokenIssuedAt.isBefore(head.standing().tokensValidFrom())
        ? Optional.of(new ImportOutcome.TokenRevoked())
        : Optional.empty();
  }

  private ImportOutcome run(
      DocumentSnapshot document, Head head, RepoCar car, ImportedRecords records, Instant now) {
    Did did = head.did();
    Tid later = car.commit().rev().compareTo(head.rev()) > 0 ? car.commit().rev() : head.rev();
    Tid rev = revisions.next(later);
    ImportedKeys after = ImportedKeys.of(head, records);
    if (records.hasCrowdedBlob()) {
      return new ImportOutcome.Invalid("One blob is in more records than can be kept");
    }
    if (!after.fits() || records.counts().isFull()) {
      return new ImportOutcome.RepoFull();
    }
    ImportFence fence =
        new ImportFence(
            paths,
            did,
            Long.toHexString(random.nextLong()),
            Objects.requireNonNull(document.getUpdateTime()));
    try {
      fence.commit(batch -> {});
      Map<String, Cid> stored = head.isImporting() ? storedRecords(did) : keysOf(head);
      writeRecords(did, fence, car, records, stored, rev, now);
      blobs.mark(did, fence, records.blobs(), rev, now);
      Head next = next(head, after, records, rev);
      fence.finish(
          HeadDocument.commitFields(next, after.index()),
          next.cid(),
          batch -> after.addTo(batch, paths, did));
      return new ImportOutcome.Imported(next.cid(), rev, records.records().size());
    } catch (ImportFence.OvertakenException e) {
      return new ImportOutcome.Overtaken();
    }
  }

  /** What an import that stopped has left is known from the documents alone. */
  private Map<String, Cid> storedRecords(Did did) {
    Map<String, Cid> stored = new HashMap<>();
    Query query =
        paths
            .records(did)
            .orderBy(FieldPath.documentId())
            .select("collection", "rkey", "cid")
            .limit(PAGE);
    List<QueryDocumentSnapshot> page = Await.result(query.get()).getDocuments();
    while (!page.isEmpty()) {
      for (QueryDocumentSnapshot document : page) {
        stored.put(
            HeadDocument.text(document, "collection") + "/" + HeadDocument.text(document, "rkey"),
            Cid.parse(HeadDocument.text(document, "cid")));
      }
      page =
          page.size() < PAGE
              ? List.of()
              : Await.result(query.startAfter(page.getLast()).get()).getDocuments();
    }
    return stored;
  }

  private Map<String, Cid> keysOf(Head head) {
    Map<String, Cid> stored = new HashMap<>();
    TreeWalk.walk(
        paths,
        head,
        new MstVisitor() {
          @Override
          public void node(Cid cid, byte[] block) {}

          @Override
          public void entry(MstEntry entry) {
            stored.put(entry.key(), entry.value());
          }
        });
    return stored;
  }

  private void writeRecords(
      Did did,
      ImportFence fence,
      RepoCar car,
      ImportedRecords records,
      Map<String, Cid> stored,
      Tid rev,
      Instant now) {
    ImportWrites writes = new ImportWrites(fence);
    List<MstEntry> entries = car.entries();
    for (int i = 0; i < entries.size(); i++) {
      ImportedRecord record = records.records().get(i);
      if (!record.cid().equals(stored.remove(record.key()))) {
        write(did, writes, record, car.record(entries.get(i)), rev, now);
      }
    }
    stored
        .keySet()
        .forEach(key -> writes.add(WRITE_BYTES, batch -> batch.delete(paths.record(did, key))));
    writes.flush();
  }

  private void write(
      Did did, ImportWrites writes, ImportedRecord record, byte[] block, Tid rev, Instant now) {
    writes.add(
        WRITE_BYTES + block.length,
        batch ->
            batch.set(
                paths.record(did, record.collection(), record.rkey()),
                RecordDocument.fields(
                    record.collection(),
                    record.rkey(),
                    record.cid(),
                    block,
                    record.subject(),
                    rev,
                    now)));
  }

  private Head next(Head head, ImportedKeys after, ImportedRecords records, Tid rev) {
    Commit commit =
        Commit.sign(head.did(), rev, after.root(), keys.open(head.did(), head.sealedKey()));
    return new Head(
        commit,
        commit.cid(),
        after.keys().index(),
        records.counts(),
        head.sealedKey(),
        head.standing(),
        head.rate(),
        false);
  }
}
