package app.tiktoktoe.functions.media;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler;
import app.tiktoktoe.media.Claim;
import app.tiktoktoe.media.JobLease;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.media.LeaseLostException;
import app.tiktoktoe.media.UploadObject;
import app.tiktoktoe.media.VideoBlob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An original has arrived: Cloud Storage's notification, or the sweep's. A second delivery while a
 * worker has the job comes back later, and does nothing once the job has ended. A video may need
 * all of an instance's memory, so an instance works on one at a time, whatever it is sent.
 * Thread-safe.
 */
final class UploadFinished implements EventHandler {
  private static final String FINALIZED = "OBJECT_FINALIZE";

  /**
   * The delivery that no longer waits for a worker: should that one vanish, the sweep announces the
   * original again. Waiting on would make a dead letter of what is being done.
   */
  private static final int LAST_WAIT = 4;

  private static final Duration LONGEST_TURN = Duration.ofMinutes(2);

  private final String bucket;
  private final Jobs jobs;
  private final WorkFolders folders;
  private final Processing processing;
  private final StructuredLog log;
  private final Semaphore turns = new Semaphore(1, true);

  UploadFinished(
      String bucket, Jobs jobs, WorkFolders folders, Processing processing, StructuredLog log) {
    this.bucket = bucket;
    this.jobs = jobs;
    this.folders = folders;
    this.processing = processing;
    this.log = log;
  }

  @Override
  public Handled handle(Delivery delivery) {
    if (!delivery.attribute("eventType").equals(Optional.of(FINALIZED))) {
      return Handled.done();
    }
    if (!delivery.attribute("bucketId").equals(Optional.of(bucket))) {
      return new Handled.Dropped("not the bucket of uploads");
    }
    Optional<UploadObject> original = delivery.attribute("objectId").flatMap(UploadObject::find);
    if (original.isEmpty()) {
      return new Handled.Dropped("not the name of an original");
    }
    return inTurn(() -> handle(delivery, original.get()));
  }

  private Handled inTurn(Supplier<Handled> work) {
    try {
      if (!turns.tryAcquire(LONGEST_TURN.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Handled.Retry("the instance is busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Handled.Retry("interrupted");
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  private Handled handle(Delivery delivery, UploadObject original) {
    return switch (jobs.claim(original.jobId())) {
      case Claim.Over() -> Handled.done();
      case Claim.Busy busy when delivery.attempt() < LAST_WAIT ->
          new Handled.Retry("another worker has the job");
      case Claim.Busy busy -> Handled.done();
      case Claim.Granted(JobLease lease) -> work(lease);
    };
  }

  private Handled work(JobLease lease) {
    long start = System.nanoTime();
    String state = "failed";
    Heartbeat heartbeat = Heartbeat.of(lease);
    try (WorkFolders.WorkFolder folder = folders.open()) {
      state = finish(lease, folder);
    } catch (LeaseLostException e) {
      return new Handled.Retry("another worker took the job over");
    } catch (IOException e) {
      throw released(lease, new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw released(lease, e);
    } finally {
      heartbeat.stop();
      tell(lease, state, Duration.ofNanos(System.nanoTime() - start));
    }
    return Handled.done();
  }

  /** One line per attempt: the share of those that failed is watched. */
  private void tell(JobLease lease, String state, Duration took) {
    log.info(
        "job",
        entry ->
            entry
                .put("jobId", lease.job().id().value())
                .put("state", state)
                .put("durationMs", took.toMillis()));
  }

  /**
   * {@code completed}, or {@code refused} for what will never be a video, {@code postponed} when
   * the sweep is to announce it again later.
   */
  private String finish(JobLease lease, WorkFolders.WorkFolder folder) throws IOException {
    try {
      VideoBlob blob = processing.process(lease, folder.path());
      lease.complete(blob);
      return "completed";
    } catch (RefusedVideoException e) {
      lease.fail(e.failure(), e.also());
      return "refused";
    } catch (ScannerAwayException e) {
      lease.postpone(e.retryAfter());
      return "postponed";
    }
  }

  /** Lets the next delivery begin at once. */
  private static RuntimeException released(JobLease lease, RuntimeException fault) {
    try {
      lease.release();
    } catch (RuntimeException e) {
      fault.addSuppressed(e);
    }
    return fault;
  }
}
