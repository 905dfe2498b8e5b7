package app.tiktoktoe.media;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Takes care of jobs without a sign of life: an upload that broke off fails, a job whose worker
 * vanished or whose notification was lost is handed to {@code media} again, and one that was tried
 * often enough fails. Thread-safe; two sweeps at once do no harm.
 */
public final class JobSweep {
  private static final int BATCH = 100;
  private static final Duration NEXT_LOOK = Duration.ofMinutes(2);

  private final Jobs jobs;
  private final Originals originals;

  /** A sweep over {@code jobs}. */
  public JobSweep(Jobs jobs, Originals originals) {
    this.jobs = jobs;
    this.originals = originals;
  }

  /** What a sweep does with originals. */
  public interface Originals {
    /** Whether the upload arrived. */
    boolean exists(UploadObject original);

    /** Says again that it arrived, as Cloud Storage did. */
    void announce(UploadObject original);
  }

  /** What was done. */
  public record Swept(int failed, int announced) {}

  /** Looks at up to 100 jobs. An empty sweep costs one document read. */
  public Swept run() {
    Map<Step, Integer> steps = new EnumMap<>(Step.class);
    jobs.due(BATCH).forEach(job -> steps.merge(attend(job), 1, Integer::sum));
    return new Swept(steps.getOrDefault(Step.FAILED, 0), steps.getOrDefault(Step.ANNOUNCED, 0));
  }

  private enum Step {
    FAILED,
    ANNOUNCED,
    ALIVE
  }

  private Step attend(Job job) {
    try {
      if (job.attempts() >= Job.MAX_ATTEMPTS) {
        jobs.fail(job, JobFailure.generic("The video could not be processed"));
        return Step.FAILED;
      }
      if (!originals.exists(job.original())) {
        jobs.failUpload(job, "The upload did not arrive");
        return Step.FAILED;
      }
      jobs.postpone(job, NEXT_LOOK);
    } catch (LeaseLostException e) {
      // Somebody gave a sign of life between the query and the write.
      return Step.ALIVE;
    }
    originals.announce(job.original());
    return Step.ANNOUNCED;
  }
}
