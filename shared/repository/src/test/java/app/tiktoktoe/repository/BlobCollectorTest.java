package app.tiktoktoe.repository;

import static app.tiktoktoe.repository.Fixture.POST;
import static app.tiktoktoe.repository.Fixture.creating;
import static app.tiktoktoe.repository.Fixture.videoPost;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.repository.BlobCollector.Collected;
import com.google.cloud.NoCredentials;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blobs that nobody needs go, and no other, whatever happens between two steps of a run. */
class BlobCollectorTest {
  private static final int ALL = 1_000;
  private static final Duration AGE = Duration.ofHours(1);

  private final Fixture fixture = new Fixture();
  private final Interruptions meanwhile = new Interruptions();
  private final Repositories repositories = fixture.repositories();
  private final Did did = fixture.open(repositories).did();
  private final List<String> renditions = new ArrayList<>();
  private StorageEmulator emulator;
  private Storage storage;
  private BlobStore blobs;
  private BlobCollector collector;

  @BeforeEach
  void start() throws IOException {
    emulator =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                List.of(BucketSetup.privateBucket("blobs")),
                Map.of(),
                NotificationSink.NONE,
                fixture.clock,
                new SecureRandom()));
    storage =
        StorageOptions.newBuilder()
            .setProjectId("local")
            .setHost(emulator.endpoint().toString())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    blobs = new BlobStore(fixture.firestore, objects(storage), fixture.clock);
    collector =
        new BlobCollector(
            fixture.firestore,
            objects(meanwhile.storage(storage)),
            (owner, cid, before) -> renditions.add(owner + " " + cid + " " + before),
            fixture.clock);
  }

  @AfterEach
  void stop() throws Exception {
    storage.close();
    emulator.close();
    assertTrue(meanwhile.allHappened());
  }

  private static BlobObjects objects(Storage storage) {
    return new BlobObjects(storage, "blobs", UUID::randomUUID);
  }

  private Cid upload(String content) {
    return upload(blobs, content);
  }

  private Cid upload(BlobStore store, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try {
      BlobUpload upload = store.store(did, new ByteArrayInputStream(bytes), "video/mp4", 1_000);
      return assertInstanceOf(BlobUpload.Stored.class, upload).cid();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WriteOutcome post(Repositories through, Cid video, String rkey) {
    return through.apply(
        fixture.request(did, creating(POST, rkey, videoPost(video, "video/mp4", 5))));
  }

  private boolean hasObject(Cid cid) {
    return objects(storage).version(did, cid).isPresent();
  }

  private boolean hasDocument(Cid cid) {
    return Await.result(new Paths(fixture.firestore).blob(did, cid).get()).exists();
  }

  private int notes() {
    return Await.result(fixture.firestore.collection(CondemnedBlob.COLLECTION).get()).size();
  }

  private void assertGone(Cid cid) {
    assertFalse(hasDocument(cid));
    assertFalse(hasObject(cid));
    assertEquals(0, notes());
  }

  private void assertWhole(Cid cid, String content) throws IOException {
    assertTrue(hasDocument(cid));
    assertArrayEquals(
        content.getBytes(StandardCharsets.UTF_8), objects(storage).read(did, cid).readAllBytes());
    assertEquals(0, notes());
  }

  @Test
  void goesAfterAnHourWithoutAReferenceForTheseDocuments() throws Exception {
    Cid cid = upload("movie");
    fixture.clock.advance(AGE.minusMillis(1));
    assertEquals(new Collected(0, 0), collector.run(ALL));
    assertTrue(hasObject(cid));
    fixture.clock.advance(Duration.ofMillis(1));
    Usage usage = new Usage();
    assertEquals(new Collected(1, 0), usage.during(() -> collector.run(ALL)));
    assertGone(cid);
    assertEquals(List.of(2L, 1L, 2L), List.of(usage.reads(), usage.writes(), usage.deletes()));
    Instant before = fixture.clock.instant().minus(Duration.ofMinutes(30));
    assertEquals(List.of(did + " " + cid + " " + before), renditions);
    Usage idle = new Usage();
    idle.during(() -> collector.run(ALL));
    assertEquals(List.of(2L, 0L, 0L), List.of(idle.reads(), idle.writes(), idle.deletes()));
  }

  @Test
  void theHourBeginsAgainWhenTheLastReferenceGoes() throws Exception {
    Cid cid = upload("movie");
    post(repositories, cid, "aaa");
    fixture.clock.advance(AGE.multipliedBy(3));
    assertEquals(new Collected(0, 0), collector.run(ALL));
    assertWhole(cid, "movie");
    repositories.apply(
        fixture.request(
            did, new RecordWrite.Delete(POST, RecordKey.parse("aaa"), SwapRecord.any())));
    fixture.clock.advance(AGE.minusMillis(1));
    assertEquals(new Collected(0, 0), collector.run(ALL));
    fixture.clock.advance(Duration.ofMillis(1));
    assertEquals(new Collected(1, 0), collector.run(ALL));
    assertGone(cid);
  }

  @Test
  void aRunHasABoundAndTheNextGoesOn() throws Exception {
    for (int i = 0; i < 102; i++) {
      blobs.addTemporary(did, Cid.ofRaw(new byte[] {(byte) i}), "image/png", 1);
    }
    fixture.clock.advance(AGE);
    Usage usage = new Usage();
    assertEquals(new Collected(101, 0), usage.during(() -> collector.run(101)));
    assertEquals(
        List.of(102L, 101L, 202L), List.of(usage.reads(), usage.writes(), usage.deletes()));
    assertEquals(new Collected(1, 0), collector.run(101));
    assertEquals(List.of(), renditions);
  }

  @Test
  void aCommitThatIsFirstKeepsTheBlob() throws Exception {
    Cid cid = upload("movie");
    fixture.clock.advance(AGE);
    meanwhile.before(
        "get",
        () -> assertInstanceOf(WriteOutcome.Committed.class, post(repositories, cid, "aaa")));
    assertEquals(new Collected(0, 0), collector.run(ALL));
    assertWhole(cid, "movie");
    assertInstanceOf(BlobLookup.Found.class, blobs.find(did, cid, status -> true));
  }

  @Test
  void aCommitThatIsSecondIsRefused() throws Exception {
    Cid cid = upload("movie");
    fixture.clock.advance(AGE);
    Firestore firestore = meanwhile.firestore(fixture.firestore);
    Repositories slow =
        new FirestoreRepositories(firestore, fixture.vault, true, fixture.clock, new Random());
    meanwhile.before("Commit", () -> assertEquals(new Collected(1, 0), collector.run(ALL)));
    assertEquals(new WriteOutcome.BlobMissing(cid), post(slow, cid, "aaa"));
    firestore.close();
    assertGone(cid);
  }

  @Test
  void bytesThatArriveAfterTheDocumentWentStay() throws Exception {
    Cid cid = upload("movie");
    fixture.clock.advance(AGE);
    meanwhile.before("delete", () -> upload("movie"));
    assertEquals(new Collected(1, 0), collector.run(ALL));
    assertWhole(cid, "movie");
    assertInstanceOf(WriteOutcome.Committed.class, post(repositories, cid, "aaa"));
  }

  @Test
  void bytesThatArriveBeforeTheDocumentGoesKeepIt() throws Exception {
    Cid cid = upload("movie");
    fixture.clock.advance(AGE);
    meanwhile.before("get", () -> upload("movie"));
    assertEquals(new Collected(0, 0), collector.run(ALL));
    assertWhole(cid, "movie");
  }

  @Test
  void anUploadWhoseDocumentIsYetToComeFindsItsBytes() throws Exception {
    Cid cid = upload("movie");
    fixture.clock.advance(AGE);
    byte[] bytes = "movie".getBytes(StandardCharsets.UTF_8);
    storage.create(BlobInfo.newBuilder(objects(storage).id(did, cid)).build(), bytes);
    assertEquals(new Collected(0, 0), collector.run(ALL));
    blobs.addTemporary(did, cid, "video/mp4", 5);
    assertWhole(cid, "movie");
  }

  @Test
  void cachesAreAskedOnceForAllThatGoesOfAnAccountUntilTheyTakeItOn() {
    Set<Cid> videos = Set.of(upload("one"), upload("two"), upload("three"));
    fixture.clock.advance(AGE);
    List<Set<Cid>> asked = new ArrayList<>();
    BlobCollector.Renditions served =
        new BlobCollector.Renditions() {
          @Override
          public void delete(Did owner, Cid cid, Instant before) {
            renditions.add(cid.toString());
          }

          @Override
          public void purge(Did owner, Set<Cid> some) {
            asked.add(some);
            if (asked.size() == 1) {
              throw new IllegalStateException("refused");
            }
          }
        };
    List<Cid> forgotten = new ArrayList<>();
    BlobCollector collecting =
        new BlobCollector(
            fixture.firestore,
            objects(storage),
            served.and((owner, cid) -> forgotten.add(cid)),
            fixture.clock);
    assertThrows(IllegalStateException.class, () -> collecting.run(ALL));
    assertEquals(3, notes());
    assertEquals(new Collected(0, 3), collecting.run(ALL));
    assertEquals(List.of(videos, videos), asked);
    assertEquals(videos, Set.copyOf(forgotten));
    assertEquals(6, renditions.size());
    videos.forEach(this::assertGone);
  }

  @Test
  void whatACrashLeftHalfDeletedGoesInTheNextRun() throws Exception {
    Cid cid = upload("movie");
    fixture.clock.advance(AGE);
    meanwhile.before(
        "delete",
        () -> {
          throw new IllegalStateException("killed");
        });
    assertThrows(IllegalStateException.class, () -> collector.run(ALL));
    assertFalse(hasDocument(cid));
    assertTrue(hasObject(cid));
    assertEquals(1, notes());
    assertEquals(new Collected(0, 1), collector.run(ALL));
    assertGone(cid);
  }

  @Test
  void whatWasUploadedAfterACrashStays() throws Exception {
    Cid cid = upload("movie");
    fixture.clock.advance(AGE);
    meanwhile.before(
        "delete",
        () -> {
          throw new IllegalStateException("killed");
        });
    assertThrows(IllegalStateException.class, () -> collector.run(ALL));
    upload("movie");
    post(repositories, cid, "aaa");
    fixture.clock.advance(AGE.multipliedBy(5));
    assertEquals(new Collected(0, 1), collector.run(ALL));
    assertWhole(cid, "movie");
  }

  @Test
  void twoCollectorsAtOnceDoNoHarm() throws Exception {
    Cid cid = upload("movie");
    fixture.clock.advance(AGE);
    meanwhile.before("get", () -> assertEquals(new Collected(1, 0), collector.run(ALL)));
    assertEquals(new Collected(0, 0), collector.run(ALL));
    assertGone(cid);
  }
}
