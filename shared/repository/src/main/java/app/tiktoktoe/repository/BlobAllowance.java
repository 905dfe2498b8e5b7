package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What an account may upload as blobs: so much a day (UTC, {@code blobDays/{did}_{yyyy-mm-dd}}),
 * and no more than it may have stored. It is taken before the bytes come, so of uploads at once
 * none passes the day's limit. Thread-safe.
 */
public final class BlobAllowance {
  /** Files of an account in a day. */
  public static final int FILES_A_DAY = 1_000;

  /** Bytes of an account in a day. */
  public static final long BYTES_A_DAY = 10_000_000_000L;

  private static final int MAX_TRIES = 20;

  private final Firestore firestore;
  private final DailyUploads days;
  private final StoredBytes stored;
  private final StorageLimit limit;
  private final InstantSource clock;

  /** Reads nothing yet. */
  public BlobAllowance(Firestore firestore, StorageLimit limit, InstantSource clock) {
    this.firestore = firestore;
    this.days = new DailyUploads(firestore, "blobDays", "files");
    this.stored = new StoredBytes(firestore);
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * What is left to an account, and what it has.
   *
   * @param files that it may upload before the day ends
   * @param bytes of these
   * @param limitBytes that it may have stored
   * @param at the time of which this is true
   */
  public record Left(
      long files, long bytes, StoredBytes.Stored stored, long limitBytes, Instant at) {
    /** Whether the day leaves room for a file of {@code sizeBytes}. */
    public boolean isInDay(long sizeBytes) {
      return files > 0 && bytes >= sizeBytes;
    }

    /** Whether {@code sizeBytes} more may be stored. */
    public boolean isInStore(long sizeBytes) {
      return limitBytes - stored.sizeBytes() >= sizeBytes;
    }

    /** When the next day begins. */
    public Instant dayEnd() {
      return LocalDate.ofInstant(at, ZoneOffset.UTC)
          .plusDays(1)
          .atStartOfDay(ZoneOffset.UTC)
          .toInstant();
    }
  }

  /** What became of asking for an upload. */
  public sealed interface Taking {
    /**
     * It may begin.
     *
     * @param at the time whose day it was taken from
     */
    record Taken(Did did, long sizeBytes, Instant at) implements Taking {}

    /** The day leaves no room for it. */
    record DayUsed(Left left) implements Taking {}

    /** There is no room to store it. */
    record StoreFull(Left left) implements Taking {}
  }

  /** What is left now: two documents read, and one more per thousand blobs. */
  public Left left(Did did) {
    Instant now = clock.instant();
    return left(days.read(did, now), stored.of(did), now);
  }

  private Left left(DailyUploads.Day day, StoredBytes.Stored sum, Instant now) {
    return new Left(
        Math.clamp(FILES_A_DAY - day.files(), 0, FILES_A_DAY),
        Math.clamp(BYTES_A_DAY - day.bytes(), 0, BYTES_A_DAY),
        sum,
        limit.sizeBytes(),
        now);
  }

  /**
   * Takes a file of {@code sizeBytes} from the day, if there is room for it: what {@link #left}
   * reads, and one document written.
   */
  public Taking take(Did did, long sizeBytes) {
    StoredBytes.Stored sum = stored.of(did);
    for (int tries = 1; ; tries++) {
      Instant now = clock.instant();
      DailyUploads.Day day = days.read(did, now);
      Left left = left(day, sum, now);
      if (!left.isInDay(sizeBytes)) {
        return new Taking.DayUsed(left);
      }
      if (!left.isInStore(sizeBytes)) {
        return new Taking.StoreFull(left);
      }
      WriteBatch batch = firestore.batch();
      days.take(batch, day, sizeBytes, now);
      try {
        Await.result(batch.commit());
        return new Taking.Taken(did, sizeBytes, now);
      } catch (RuntimeException e) {
        if (CommitFault.of(e) != CommitFault.STALE || tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }

  /** Gives back what was taken for an upload of which nothing is stored. One document written. */
  public void giveBack(Taking.Taken taken) {
    WriteBatch batch = firestore.batch();
    days.giveBack(batch, taken.did(), taken.sizeBytes(), taken.at());
    Await.result(batch.commit());
  }
}
