package app.tiktoktoe.repository;

import static app.tiktoktoe.repository.Fixture.POST;
import static app.tiktoktoe.repository.Fixture.creating;
import static app.tiktoktoe.repository.Fixture.videoPost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.repository.BlobCollector.Collected;
import app.tiktoktoe.repository.BlobTakedowns.State;
import com.google.cloud.NoCredentials;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.storage.StorageOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A blob that is down stays down, whatever its owner does. */
class BlobTakedownsTest {
  private static final Cid CID = Cid.ofRaw(new byte[] {1});
  private static final Optional<String> CASE = Optional.of("case 1");

  private final Fixture fixture = new Fixture();
  private final Repositories repositories = fixture.repositories();
  private final Did did = fixture.open(repositories).did();
  private final BlobObjects objects =
      new BlobObjects(
          StorageOptions.newBuilder()
              .setProjectId("local")
              .setCredentials(NoCredentials.getInstance())
              .build()
              .getService(),
          "unused",
          UUID::randomUUID);
  private final BlobStore blobs = new BlobStore(fixture.firestore, objects, fixture.clock);
  private final BlobTakedowns takedowns = new BlobTakedowns(fixture.firestore, fixture.clock);
  private final BlobCollector collector =
      new BlobCollector(
          fixture.firestore,
          objects,
          (owner, cid, before) -> {
            throw new AssertionError("collected");
          },
          fixture.clock);

  private boolean commit(Consumer<WriteBatch> change) {
    WriteBatch batch = fixture.firestore.batch();
    change.accept(batch);
    Await.result(batch.commit());
    return true;
  }

  private State takeDown(Optional<String> reference) {
    return takedowns.takeDown(did, CID, reference, this::commit);
  }

  private void upload() {
    blobs.addTemporary(did, CID, "video/mp4", 5);
  }

  private WriteOutcome post(String rkey) {
    return repositories.apply(
        fixture.request(did, creating(POST, rkey, videoPost(CID, "video/mp4", 5))));
  }

  private BlobLookup found() {
    return blobs.find(did, CID, status -> true);
  }

  @Test
  void itIsNotServedNotReferredToAndNotMadeYoung() throws Exception {
    assertInstanceOf(State.Unknown.class, takeDown(CASE));
    upload();
    assertInstanceOf(WriteOutcome.Committed.class, post("aaa"));
    Usage usage = new Usage();
    assertEquals(new State.Down("case 1"), usage.during(() -> takeDown(CASE)));
    assertEquals(List.of(1L, 1L), List.of(usage.reads(), usage.writes()));
    assertEquals(new BlobLookup.BlobNotFound(), found());
    assertEquals(List.of(), blobs.list(did, Optional.empty(), Optional.empty(), 10).blobs());
    assertInstanceOf(WriteOutcome.BlobMissing.class, post("bbb"));
    upload();
    assertEquals(new BlobLookup.BlobNotFound(), found());
    assertEquals(Set.of(CID), takedowns.find(did).orElseThrow().blobs());
    assertEquals(Set.of(CID), takedowns.find(did, CID).orElseThrow().blobs());
    assertEquals(new StoredBytes.Stored(1, 5), new StoredBytes(fixture.firestore).of(did));
    assertEquals(new State.Up(), takeDown(Optional.empty()));
    assertInstanceOf(BlobLookup.Found.class, found());
    assertEquals(Set.of(), takedowns.find(did, CID).orElseThrow().blobs());
  }

  @Test
  void itIsKeptWithoutARecordUntilItIsBack() {
    upload();
    assertInstanceOf(WriteOutcome.Committed.class, post("aaa"));
    takeDown(CASE);
    repositories.apply(
        fixture.request(
            did, new RecordWrite.Delete(POST, RecordKey.parse("aaa"), SwapRecord.any())));
    fixture.clock.advance(BlobCollector.GRACE.multipliedBy(2));
    assertEquals(new Collected(0, 0), collector.run(10));
    assertEquals(new State.Down("case 1"), takedowns.state(did, CID));
    assertEquals(new State.Up(), takeDown(Optional.empty()));
    assertEquals(new BlobLookup.BlobNotFound(), found());
    assertInstanceOf(WriteOutcome.Committed.class, post("ccc"));
    assertInstanceOf(BlobLookup.Found.class, found());
  }
}
