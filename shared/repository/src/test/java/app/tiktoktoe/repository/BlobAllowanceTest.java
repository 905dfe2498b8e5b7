package app.tiktoktoe.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.repository.BlobAllowance.Left;
import app.tiktoktoe.repository.BlobAllowance.Taking;
import app.tiktoktoe.repository.StoredBytes.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Nobody uploads more than a day and the store allow, at a cost that does not grow. */
class BlobAllowanceTest {
  private static final long STORE_BYTES = 20_000_000_000L;

  private final Fixture fixture = new Fixture();
  private final Did did = fixture.open(fixture.repositories()).did();
  private final BlobAllowance allowance =
      new BlobAllowance(fixture.firestore, new StorageLimit(STORE_BYTES), fixture.clock);

  private static <T> T costing(long reads, long writes, Callable<T> work) throws Exception {
    Usage usage = new Usage();
    T result = usage.during(work);
    assertEquals(List.of(reads, writes), List.of(usage.reads(), usage.writes()));
    return result;
  }

  private void hasStored(long sizeBytes) {
    Await.result(
        new Paths(fixture.firestore)
            .blob(did, Cid.ofRaw(new byte[] {1}))
            .set(BlobDocument.temporary("video/mp4", sizeBytes, fixture.clock.instant())));
  }

  private void hasUploaded(long files, long bytes) {
    DailyUploads days = new DailyUploads(fixture.firestore, "blobDays", "files");
    var batch = fixture.firestore.batch();
    Instant now = fixture.clock.instant();
    days.take(
        batch, new DailyUploads.Day(days.read(did, now).document(), files - 1, bytes), 0, now);
    Await.result(batch.commit());
  }

  @Test
  void anUploadCostsTwoReadsAndAWriteAndIsGivenBackForOne() throws Exception {
    Taking.Taken taken =
        assertInstanceOf(Taking.Taken.class, costing(2, 1, () -> allowance.take(did, 1_000)));
    Left left = costing(2, 0, () -> allowance.left(did));
    assertEquals(BlobAllowance.FILES_A_DAY - 1, left.files());
    assertEquals(BlobAllowance.BYTES_A_DAY - 1_000, left.bytes());
    assertEquals(new Stored(0, 0), left.stored());
    assertEquals(STORE_BYTES, left.limitBytes());
    assertInstanceOf(Taking.Taken.class, costing(2, 1, () -> allowance.take(did, 5)));
    costing(
        0,
        1,
        () -> {
          allowance.giveBack(taken);
          return 0;
        });
    assertEquals(BlobAllowance.FILES_A_DAY - 1, allowance.left(did).files());
    assertEquals(BlobAllowance.BYTES_A_DAY - 5, allowance.left(did).bytes());
  }

  @Test
  void aDayHasSoManyFilesAndTheNextHasThemAgain() throws Exception {
    hasUploaded(BlobAllowance.FILES_A_DAY - 1, 0);
    assertInstanceOf(Taking.Taken.class, allowance.take(did, 1));
    Taking.DayUsed used =
        assertInstanceOf(Taking.DayUsed.class, costing(2, 0, () -> allowance.take(did, 1)));
    Instant now = fixture.clock.instant();
    assertEquals(now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1)), used.left().dayEnd());
    fixture.clock.advance(Duration.between(now, used.left().dayEnd()));
    assertInstanceOf(Taking.Taken.class, allowance.take(did, 1));
    assertEquals(BlobAllowance.FILES_A_DAY - 1, allowance.left(did).files());
  }

  @Test
  void aDayHasSoManyBytes() {
    hasUploaded(1, BlobAllowance.BYTES_A_DAY - 10);
    assertInstanceOf(Taking.DayUsed.class, allowance.take(did, 11));
    assertInstanceOf(Taking.Taken.class, allowance.take(did, 10));
    assertInstanceOf(Taking.DayUsed.class, allowance.take(did, 1));
  }

  @Test
  void aStoreHasSoManyBytes() throws Exception {
    hasStored(STORE_BYTES - 10);
    Taking.StoreFull full =
        assertInstanceOf(Taking.StoreFull.class, costing(2, 0, () -> allowance.take(did, 11)));
    assertEquals(new Stored(1, STORE_BYTES - 10), full.left().stored());
    assertInstanceOf(Taking.Taken.class, allowance.take(did, 10));
  }

  @Test
  void ofUploadsAtOnceNoneIsLostAndNoneTooMany() throws Exception {
    hasUploaded(BlobAllowance.FILES_A_DAY - 3, 0);
    Callable<Taking> one = () -> allowance.take(did, 1);
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      long taken = 0;
      for (Future<Taking> taking : threads.invokeAll(Collections.nCopies(6, one))) {
        taken += taking.get() instanceof Taking.Taken ? 1 : 0;
      }
      assertEquals(3, taken);
    }
    assertEquals(0, allowance.left(did).files());
  }
}
