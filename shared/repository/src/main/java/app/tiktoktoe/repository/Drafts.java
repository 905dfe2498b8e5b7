package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.InvalidTreeException;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.CommitProof;
import app.tiktoktoe.atproto.repo.CommitSlice;
import app.tiktoktoe.atproto.repo.RepoOp;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.TreeChange;
import app.tiktoktoe.repository.ChangeSet.Resolution;
import app.tiktoktoe.repository.Duplicates.Older;
import app.tiktoktoe.repository.HeadCache.Versioned;
import app.tiktoktoe.repository.WriteOutcome.Committed;
import app.tiktoktoe.repository.WriteOutcome.InvalidWrite;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out commits against a head, reading what else they depend on. Thread-safe. */
final class Drafts {
  /** The event is one document, and so is the largest record. */
  private static final int MAX_EVENT_BYTES = 1_020_000;

  private final Paths paths;
  private final SegmentStore segments;
  private final Outbox outbox;
  private final SigningKeys keys;
  private final TidClock revisions;
  private final boolean limits;

  Drafts(
      Paths paths,
      SegmentStore segments,
      Outbox outbox,
      SigningKeys keys,
      TidClock revisions,
      boolean limits) {
    this.paths = paths;
    this.segments = segments;
    this.outbox = outbox;
    this.keys = keys;
    this.revisions = revisions;
    this.limits = limits;
  }

  Draft draft(Versioned base, WriteRequest request, Instant now) {
    Head head = base.head();
    Optional<WriteOutcome> refusal = refusal(head, request);
    if (refusal.isPresent()) {
      return new Draft.None(refusal.get());
    }
    LoadedKeys loaded = new LoadedKeys(head.keys());
    List<String> written =
        request.writes().stream().map(w -> Change.key(w.collection(), w.rkey())).toList();
    Duplicates duplicates = Duplicates.search(paths, request);
    boolean isCurrent = load(head, loaded, written);
    List<Older> older = duplicates.found();
    if (!isCurrent || !load(head, loaded, older.stream().map(Older::key).toList())) {
      return new Draft.Stale();
    }
    return switch (ChangeSet.resolve(loaded, request.writes())) {
      case Resolution.Refused(WriteOutcome outcome) -> new Draft.None(outcome);
      case Resolution.Resolved(ChangeSet changes) when changes.changes().isEmpty() ->
          new Draft.None(new WriteOutcome.Unchanged(changes.results()));
      case Resolution.Resolved(ChangeSet changes) ->
          draft(base, request, loaded, changes, older, now);
    };
  }

  /** Loads the segments of keys; false when one is stale. */
  private boolean load(Head head, LoadedKeys loaded, List<String> keys) {
    if (!(head.keys() instanceof Spine spine)) {
      return true;
    }
    var found = segments.load(head.did(), spine, loaded.missing(keys), List.of());
    found.ifPresent(read -> loaded.add(read.segments()));
    return found.isPresent();
  }

  private static Optional<WriteOutcome> refusal(Head head, WriteRequest request) {
    if (head.standing().status() != RepositoryStatus.ACTIVE) {
      return Optional.of(new WriteOutcome.AccountInactive(head.standing().status()));
    }
    if (request.tokenIssuedAt().isBefore(head.standing().tokensValidFrom())) {
      return Optional.of(new WriteOutcome.TokenRevoked());
    }
    if (head.isImporting()) {
      return Optional.of(new WriteOutcome.ImportIncomplete());
    }
    return request
        .swapCommit()
        .filter(expected -> !expected.equals(head.cid()))
        .map(expected -> new WriteOutcome.SwapFailed("Commit was at " + head.cid()));
  }

  private Draft draft(
      Versioned base,
      WriteRequest request,
      LoadedKeys loaded,
      ChangeSet changes,
      List<Older> older,
      Instant now) {
    Did did = request.repo();
    older.forEach(changes::replace);
    RateWindow rate = base.head().rate().spend(changes.points(), now);
    Optional<WriteOutcome.RateLimited> limited = limits ? rate.overdrawn(now) : Optional.empty();
    if (limited.isPresent()) {
      return new Draft.None(limited.get());
    }
    BlobMarks marks = marks(did, changes.changes(), older);
    Map<Cid, BlobDocument> blobs = blobs(did, marks);
    Optional<WriteOutcome> refusal = marks.refusal(blobs);
    if (refusal.isPresent()) {
      return new Draft.None(refusal.get());
    }
    LoadedKeys.After after;
    try {
      after = loaded.with(changes.cids());
    } catch (InvalidTreeException e) {
      return new Draft.None(new InvalidWrite("These keys make no tree: " + e.getMessage()));
    }
    WriteBatch batch = paths.firestore().batch();
    Head next = next(base.head(), changes, after, limits ? rate : base.head().rate());
    byte[] index = KeyIndexCodec.encode(after.index());
    if (index.length > SegmentStore.MAX_KEY_BYTES || next.collections().isFull()) {
      return new Draft.None(new WriteOutcome.RepoFull());
    }
    batch.update(
        paths.head(did),
        HeadDocument.commitFields(next, index),
        Precondition.updatedAt(base.updateTime()));
    if (!segments.write(batch, did, after)) {
      return new Draft.None(new WriteOutcome.RepoFull());
    }
    addRecords(batch, next, changes, now);
    marks.addTo(batch, cid -> paths.blob(did, cid), blobs, next.rev(), now);
    return ready(batch, base.head(), next, changes, after, now);
  }

  /** Reads the records that are replaced or deleted: their blobs lose a reference. */
  private BlobMarks marks(Did did, List<Change> changes, List<Older> older) {
    Map<String, List<BlobReference>> before = new HashMap<>();
    older.forEach(record -> before.put(paths.record(did, record.key()).getId(), record.blobs()));
    List<DocumentReference> unread = new ArrayList<>();
    for (Change change : changes) {
      DocumentReference document = paths.record(did, change.key());
      if (change.before().isPresent() && !before.containsKey(document.getId())) {
        unread.add(document);
      }
    }
    for (DocumentSnapshot document : paths.getExisting(unread)) {
      before.put(document.getId(), BlobReference.in(RecordDocument.value(document)));
    }
    BlobMarks marks = new BlobMarks();
    for (Change change : changes) {
      String id = paths.record(did, change.key()).getId();
      marks.add(change, before.getOrDefault(id, List.of()));
    }
    return marks;
  }

  private Map<Cid, BlobDocument> blobs(Did did, BlobMarks marks) {
    Map<Cid, BlobDocument> blobs = new HashMap<>();
    for (DocumentSnapshot document :
        paths.getExisting(marks.blobs().stream().map(cid -> paths.blob(did, cid)).toList())) {
      blobs.put(Cid.parse(document.getId()), BlobDocument.read(document));
    }
    return blobs;
  }

  private Head next(Head head, ChangeSet changes, LoadedKeys.After after, RateWindow rate) {
    Commit commit =
        Commit.sign(
            head.did(),
            revisions.next(head.rev()),
            after.tree().root(),
            keys.open(head.did(), head.sealedKey()));
    return new Head(
        commit,
        commit.cid(),
        after.index(),
        head.collections().with(changes.changes()),
        head.sealedKey(),
        head.standing(),
        rate,
        head.isImporting());
  }

  private void addRecords(WriteBatch batch, Head head, ChangeSet changes, Instant now) {
    Did did = head.did();
    for (Change change : changes.changes()) {
      DocumentReference document = paths.record(did, change.collection(), change.rkey());
      if (change.after().isEmpty()) {
        batch.delete(document);
        continue;
      }
      RecordValue value = change.after().get();
      batch.set(document, RecordDocument.fields(change, value, head.rev(), now));
    }
  }

  private Draft ready(
      WriteBatch batch,
      Head before,
      Head head,
      ChangeSet changes,
      LoadedKeys.After after,
      Instant now) {
    CommitEvent event =
        new CommitEvent(
            head.did(),
            head.rev(),
            head.cid(),
            now,
            changes.changes().stream().map(Change::operation).toList(),
            new TreeChange(
                Optional.of(before.rev()),
                Optional.of(before.data()),
                proof(before, head, after.tree(), changes.ops())));
    Message message = outbox.add(batch, event);
    if (message.data().size() > MAX_EVENT_BYTES) {
      return new Draft.None(new InvalidWrite("The records of one commit are too large together"));
    }
    return new Draft.Ready(
        batch, head, after, new Committed(head.cid(), head.rev(), changes.results(), message));
  }

  /** Checked as the event's consumers will check it. */
  private static ByteString proof(Head before, Head head, Mst tree, List<RepoOp> ops) {
    CommitSlice slice = new CommitSlice(head.commit(), CommitProof.nodes(tree, ops));
    Cid undone = slice.rootBefore(ops);
    if (!undone.equals(before.data())) {
      throw new IllegalStateException(
          "a commit of %s leads from %s, not from %s".formatted(head.did(), undone, before.data()));
    }
    return ByteString.copyFrom(slice.encode());
  }
}
