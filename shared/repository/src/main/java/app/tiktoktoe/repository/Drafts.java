package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.InvalidTreeException;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.repository.ChangeSet.Resolution;
import app.tiktoktoe.repository.HeadCache.Versioned;
import app.tiktoktoe.repository.WriteOutcome.Committed;
import app.tiktoktoe.repository.WriteOutcome.InvalidWrite;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out commits against a head, reading what else they depend on. Thread-safe. */
final class Drafts {
  /** A document holds 1 MiB; the key list leaves room for the other fields. */
  private static final int MAX_KEY_LIST_BYTES = 900_000;

  /** The event is one document, and so is the largest record. */
  private static final int MAX_EVENT_BYTES = 1_020_000;

  private final Paths paths;
  private final Outbox outbox;
  private final SigningKeys keys;
  private final TidClock revisions;
  private final boolean limits;

  Drafts(Paths paths, Outbox outbox, SigningKeys keys, TidClock revisions, boolean limits) {
    this.paths = paths;
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
    return switch (ChangeSet.resolve(head.keys(), request.writes())) {
      case Resolution.Refused(WriteOutcome outcome) -> new Draft.None(outcome);
      case Resolution.Resolved(ChangeSet changes) when changes.changes().isEmpty() ->
          new Draft.None(new WriteOutcome.Unchanged(changes.results()));
      case Resolution.Resolved(ChangeSet changes) -> draft(base, request, changes, now);
    };
  }

  private static Optional<WriteOutcome> refusal(Head head, WriteRequest request) {
    if (head.standing().status() != RepositoryStatus.ACTIVE) {
      return Optional.of(new WriteOutcome.AccountInactive(head.standing().status()));
    }
    if (request.tokenIssuedAt().isBefore(head.standing().tokensValidFrom())) {
      return Optional.of(new WriteOutcome.TokenRevoked());
    }
    return request
        .swapCommit()
        .filter(expected -> !expected.equals(head.commit()))
        .map(expected -> new WriteOutcome.SwapFailed("Commit was at " + head.commit()));
  }

  private Draft draft(Versioned base, WriteRequest request, ChangeSet changes, Instant now) {
    Did did = request.repo();
    if (request.replaceDuplicates()) {
      duplicates(did, changes).forEach(changes::replace);
    }
    RateWindow rate = base.head().rate().spend(changes.points(), now);
    Optional<Duration> wait = limits ? rate.overdrawnFor(now) : Optional.empty();
    if (wait.isPresent()) {
      return new Draft.None(new WriteOutcome.RateLimited(wait.get()));
    }
    BlobMarks marks = marks(did, changes.changes());
    Map<Cid, BlobDocument> blobs = blobs(did, marks);
    Optional<WriteOutcome> refusal = marks.refusal(blobs);
    if (refusal.isPresent()) {
      return new Draft.None(refusal.get());
    }
    return signed(base, changes, rate, marks.updates(blobs, now), now);
  }

  private List<SubjectLink.Target> duplicates(Did did, ChangeSet changes) {
    List<DocumentReference> links = new ArrayList<>();
    for (Change change : changes.changes()) {
      change
          .after()
          .filter(value -> change.before().isEmpty())
          .flatMap(value -> SubjectLink.id(change.collection(), value.json()))
          .ifPresent(id -> links.add(paths.link(did, id)));
    }
    return read(links).stream().map(SubjectLink::read).toList();
  }

  /** Reads the records that are replaced or deleted: their blobs lose a reference. */
  private BlobMarks marks(Did did, List<Change> changes) {
    List<DocumentReference> old = new ArrayList<>();
    for (Change change : changes) {
      if (change.before().isPresent()) {
        old.add(paths.record(did, change.collection(), change.rkey()));
      }
    }
    Map<String, List<BlobReference>> before = new HashMap<>();
    for (DocumentSnapshot document : read(old)) {
      before.put(document.getId(), BlobReference.in(RecordDocument.value(document)));
    }
    BlobMarks marks = new BlobMarks();
    for (Change change : changes) {
      String id = paths.record(did, change.collection(), change.rkey()).getId();
      marks.add(change, before.getOrDefault(id, List.of()));
    }
    return marks;
  }

  private Map<Cid, BlobDocument> blobs(Did did, BlobMarks marks) {
    Map<Cid, BlobDocument> blobs = new HashMap<>();
    for (DocumentSnapshot document :
        read(marks.blobs().stream().map(cid -> paths.blob(did, cid)).toList())) {
      blobs.put(Cid.parse(document.getId()), BlobDocument.read(document));
    }
    return blobs;
  }

  private List<DocumentSnapshot> read(List<DocumentReference> documents) {
    if (documents.isEmpty()) {
      return List.of();
    }
    return Await.result(paths.firestore().getAll(documents.toArray(DocumentReference[]::new)))
        .stream()
        .filter(DocumentSnapshot::exists)
        .toList();
  }

  private Draft signed(
      Versioned base,
      ChangeSet changes,
      RateWindow rate,
      Map<Cid, Map<String, Object>> blobs,
      Instant now) {
    Head head = base.head();
    KeyList keysAfter = changes.keysAfter();
    byte[] encoded = KeyListCodec.encode(keysAfter);
    if (encoded.length > MAX_KEY_LIST_BYTES) {
      return new Draft.None(new WriteOutcome.RepoFull());
    }
    Cid data;
    try {
      data = keysAfter.root();
    } catch (InvalidTreeException e) {
      return new Draft.None(new InvalidWrite("These keys make no tree: " + e.getMessage()));
    }
    Tid rev = revisions.next(head.rev());
    Commit commit = Commit.sign(head.did(), rev, data, keys.open(head.did(), head.sealedKey()));
    Head next =
        new Head(
            head.did(),
            rev,
            commit.cid(),
            data,
            keysAfter,
            head.sealedKey(),
            head.standing(),
            limits ? rate : head.rate());
    WriteBatch batch = paths.firestore().batch();
    batch.update(
        paths.head(head.did()),
        HeadDocument.commitFields(next, encoded),
        Precondition.updatedAt(base.updateTime()));
    addRecords(batch, next, changes, now);
    blobs.forEach((cid, fields) -> batch.update(paths.blob(head.did(), cid), fields));
    return ready(batch, next, changes, now);
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
      var target = new SubjectLink.Target(change.collection(), change.rkey(), value.cid());
      SubjectLink.id(change.collection(), value.json())
          .ifPresent(id -> batch.set(paths.link(did, id), SubjectLink.fields(target)));
    }
  }

  private Draft ready(WriteBatch batch, Head head, ChangeSet changes, Instant now) {
    CommitEvent event =
        new CommitEvent(
            head.did(),
            head.rev(),
            head.commit(),
            now,
            changes.changes().stream().map(Change::operation).toList());
    Message message = outbox.add(batch, event);
    if (message.data().size() > MAX_EVENT_BYTES) {
      return new Draft.None(new InvalidWrite("The records of one commit are too large together"));
    }
    return new Draft.Ready(
        batch, head, new Committed(head.commit(), head.rev(), changes.results(), message));
  }
}
