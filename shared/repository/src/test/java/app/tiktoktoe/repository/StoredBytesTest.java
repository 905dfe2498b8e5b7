package app.tiktoktoe.repository;

import static app.tiktoktoe.repository.Fixture.POST;
import static app.tiktoktoe.repository.Fixture.creating;
import static app.tiktoktoe.repository.Fixture.videoPost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.repository.StoredBytes.Stored;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is stored is what the blobs' documents add up to, whatever happened to them. */
class StoredBytesTest {
  private final Fixture fixture = new Fixture();
  private final Repositories repositories = fixture.repositories();
  private final Did did = fixture.open(repositories).did();
  private final StoredBytes stored = new StoredBytes(fixture.firestore);

  private Cid add(BlobStore blobs, int number, long sizeBytes) {
    Cid cid = Cid.ofRaw(new byte[] {(byte) number});
    blobs.addTemporary(did, cid, "video/mp4", sizeBytes);
    return cid;
  }

  @Test
  void countsWhatWasUploadedForOneRead() throws Exception {
    Storage unused =
        StorageOptions.newBuilder()
            .setProjectId("local")
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    BlobObjects objects = new BlobObjects(unused, "blobs", UUID::randomUUID);
    BlobStore blobs = new BlobStore(fixture.firestore, objects, fixture.clock);
    assertEquals(new Stored(0, 0), stored.of(did));
    Cid first = add(blobs, 1, 300_000_000);
    add(blobs, 2, 5);
    add(blobs, 2, 5);
    assertInstanceOf(
        WriteOutcome.Committed.class,
        repositories.apply(
            fixture.request(
                did, creating(POST, "aaa", videoPost(first, "video/mp4", 300_000_000)))));
    Usage usage = new Usage();
    assertEquals(new Stored(2, 300_000_005), usage.during(() -> stored.of(did)));
    assertEquals(List.of(1L, 0L), List.of(usage.reads(), usage.writes()));
    Await.result(
        new Paths(fixture.firestore)
            .blob(did, Cid.ofRaw(new byte[] {2}))
            .update("state", BlobDocument.MISSING));
    assertEquals(new Stored(1, 300_000_000), stored.of(did));
    fixture.clock.advance(BlobCollector.GRACE);
    Await.result(new Paths(fixture.firestore).blob(did, first).delete());
    assertEquals(new Stored(0, 0), stored.of(did));
  }

  @Test
  void aLimitSaysWhatIsLeft() {
    StorageLimit limit = StorageLimit.from(Environment.of(Map.of("STORED_BYTES_LIMIT", "100")));
    assertTrue(limit.admits(new Stored(1, 60), 40));
    assertFalse(limit.admits(new Stored(1, 60), 41));
    assertEquals(0, limit.leftBytes(new Stored(2, 101)));
    assertEquals(50_000_000_000L, StorageLimit.from(Environment.of(Map.of())).sizeBytes());
    assertThrows(
        IllegalArgumentException.class,
        () -> StorageLimit.from(Environment.of(Map.of("STORED_BYTES_LIMIT", "much"))));
  }
}
