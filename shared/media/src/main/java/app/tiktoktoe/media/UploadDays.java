package app.tiktoktoe.media;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.DailyUploads;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;

/**
 * What each account uploaded on each day (UTC): {@code uploadDays/{did}_{yyyy-mm-dd}}. Thread-safe.
 */
final class UploadDays {
  private final DailyUploads days;

  UploadDays(Firestore firestore) {
    this.days = new DailyUploads(firestore, "uploadDays", "videos");
  }

  /** One day as it was read. */
  record Day(DailyUploads.Day used) {
    Allowance left() {
      return Allowance.OF_A_DAY.less(used.files(), used.bytes());
    }
  }

  Day read(Did did, Instant at) {
    return new Day(days.read(did, at));
  }

  /** Takes one video; the batch fails when the day has changed since it was read. */
  void take(WriteBatch batch, Day day, long bytes, Instant at) {
    days.take(batch, day.used(), bytes, at);
  }

  /** Gives one video back to the day it was taken from. */
  void giveBack(WriteBatch batch, Job job) {
    days.giveBack(batch, job.did(), job.sizeBytes(), job.createdAt());
  }
}
