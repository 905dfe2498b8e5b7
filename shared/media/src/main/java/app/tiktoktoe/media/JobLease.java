package app.tiktoktoe.media;

import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A worker's hold on a job. Thread-safe: progress and heartbeat may come from different threads.
 * Every method throws {@link LeaseLostException} once another worker has changed the job.
 */
public final class JobLease {
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

  private final Jobs jobs;
  private final InstantSource clock;
  private final int attempt;
  private Job job;
  private JobState state = JobState.ENCODING;
  private int progress;
  private Instant written;
  private boolean ended;

  JobLease(Jobs jobs, InstantSource clock, Job job) {
    this.jobs = jobs;
    this.clock = clock;
    this.job = job;
    this.attempt = job.attempts() + 1;
    this.written = clock.instant();
  }

  /** The job as it was claimed. */
  public synchronized Job job() {
    return job;
  }

  /** How often {@link #renew} is to be called. */
  public Duration beat() {
    return jobs.times().beat();
  }

  /** The number of this attempt, from 1 to {@link Job#MAX_ATTEMPTS}. */
  public int attempt() {
    return attempt;
  }

  /**
   * Says how far the job is. A change of state is written at once, progress within it at most once
   * a second; a step back is ignored.
   *
   * @param percent 0 to 100
   */
  public synchronized void report(JobState reached, int percent) {
    boolean forward = reached.compareTo(state) > 0;
    boolean further = reached == state && percent > progress;
    if (ended || !(forward || further)) {
      return;
    }
    if (forward || sinceWritten().compareTo(BETWEEN_REPORTS) >= 0) {
      state = reached;
      progress = percent;
      write();
    }
  }

  /** A sign of life, from a heartbeat: writes only when nothing was written lately. */
  public synchronized void renew() {
    if (!ended && sinceWritten().compareTo(jobs.times().betweenRenewals()) >= 0) {
      write();
    }
  }

  private Duration sinceWritten() {
    return Duration.between(written, clock.instant());
  }

  private void write() {
    Instant now = clock.instant();
    Map<String, Object> fields = jobs.leased(now);
    fields.put(JobDocument.STATE, state.text());
    fields.put(JobDocument.PROGRESS, progress);
    job = jobs.change(job, fields);
    written = now;
  }

  /** Ends the job with its blob. */
  public synchronized void complete(VideoBlob blob) {
    ended = true;
    job = jobs.change(job, Jobs.completed(blob));
  }

  /** Ends the job without one. */
  public synchronized void fail(JobFailure failure) {
    ended = true;
    jobs.fail(job, failure);
  }

  /**
   * Ends the job without one, together with whatever {@code also} adds: both are written, or
   * neither.
   */
  public synchronized void fail(JobFailure failure, Consumer<WriteBatch> also) {
    ended = true;
    jobs.fail(job, failure, also);
  }

  /** Lets go of the job, so that the next worker begins after {@code pause}. */
  public synchronized void postpone(Duration pause) {
    if (!ended) {
      ended = true;
      job = jobs.change(job, Jobs.leasedUntil(clock.instant().plus(pause)));
    }
  }

  /** Lets go of the job at once, so that the next worker need not wait for the lease to end. */
  public void release() {
    postpone(Duration.ZERO);
  }
}
