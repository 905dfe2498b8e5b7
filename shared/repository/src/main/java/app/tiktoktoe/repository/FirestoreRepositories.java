package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.CommitProof;
import app.tiktoktoe.atproto.repo.CommitSlice;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.TreeChange;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import com.google.protobuf.ByteString;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The repositories on Firestore. A commit is one batch whose precondition is the update time of the
 * repository's head; the tree follows from the keys and is never stored node by node.
 *
 * <p>Keeps the heads that were written last; writers of one repository queue here.
 */
public final class FirestoreRepositories implements Repositories {
  private static final Mst EMPTY = Mst.of(List.of());

  private final Paths paths;
  private final SigningKeys keys;
  private final TidClock revisions;
  private final InstantSource clock;
  private final Committer committer;
  private final RecordReader reader;
  private final WriterQueues queues = new WriterQueues();

  /**
   * Reads nothing yet.
   *
   * @param limits whether accounts have a limited number of points for writes
   */
  public FirestoreRepositories(
      Firestore firestore,
      KeyVault vault,
      boolean limits,
      InstantSource clock,
      RandomGenerator random) {
    Outbox outbox = new Outbox(firestore);
    this.paths = new Paths(firestore);
    this.keys = new SigningKeys(vault);
    this.revisions = new TidClock(clock, random);
    this.clock = clock;
    SegmentStore segments = new SegmentStore(paths);
    this.reader = new RecordReader(paths, new RepositoryTrees(firestore), segments);
    Drafts drafts = new Drafts(paths, segments, outbox, keys, revisions, limits);
    this.committer = new Committer(paths, segments, outbox, drafts, clock, random);
  }

  @Override
  public CommitEvent open(WriteBatch batch, Did did, SigningKey key, RepositoryStatus status) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Head head = first(did, null, key, new Standing(status, Instant.EPOCH));
    Commit commit = head.commit();
    CommitSlice slice = new CommitSlice(commit, CommitProof.nodes(EMPTY, List.of()));
    batch.create(paths.head(did), HeadDocument.create(head));
    return new CommitEvent(
        did,
        commit.rev(),
        head.cid(),
        now,
        List.of(),
        TreeChange.first(ByteString.copyFrom(slice.encode())));
  }

  private Head first(Did did, @Nullable Tid before, SigningKey key, Standing standing) {
    Commit commit = Commit.sign(did, revisions.next(before), EMPTY.root(), key);
    return new Head(
        commit,
        commit.cid(),
        KeyList.EMPTY,
        CollectionCounts.NONE,
        keys.seal(did, key),
        standing,
        RateWindow.UNUSED,
        false);
  }

  @Override
  public void reopen(
      WriteBatch batch, StatusChanges.Current erased, SigningKey key, RepositoryStatus status) {
    if (!erased.isErased()) {
      throw new IllegalArgumentException(erased.did() + " is not erased");
    }
    Standing standing = new Standing(status, erased.tokensValidFrom());
    Map<String, Object> fields =
        new HashMap<>(HeadDocument.create(first(erased.did(), erased.rev(), key, standing)));
    fields.put(HeadDocument.ERASED_AT, FieldValue.delete());
    batch.update(paths.head(erased.did()), fields, Precondition.updatedAt(erased.version()));
  }

  @Override
  public WriteOutcome apply(WriteRequest request) {
    return queues.inTurn(request.repo(), () -> committer.apply(request));
  }

  @Override
  public Optional<StoredRecord> record(Did did, Nsid collection, RecordKey rkey) {
    return reader.record(did, collection, rkey);
  }

  @Override
  public Optional<RecordPage> records(Did did, Nsid collection, RecordPage.Range range) {
    return reader.records(did, collection, range);
  }

  @Override
  public Optional<RepositoryDescription> describe(Did did) {
    return HeadDocument.describe(paths, did);
  }

  @Override
  public Optional<Standing> standing(Did did) {
    return reader.standing(did);
  }

  @Override
  public Optional<SigningKey> signingKey(Did did) {
    return HeadDocument.find(paths, did).map(head -> keys.open(did, head.sealedKey()));
  }
}
