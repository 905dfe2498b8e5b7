package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.media.JobSweep;

/** Runs {@link JobSweep} and logs what it did, when it did something. Thread-safe. */
record JobSweepTask(JobSweep sweep, StructuredLog log) implements Runnable {
  @Override
  public void run() {
    JobSweep.Swept swept = sweep.run();
    if (swept.failed() + swept.announced() > 0) {
      log.info(
          "jobs swept",
          entry -> entry.put("failed", swept.failed()).put("announced", swept.announced()));
    }
  }
}
