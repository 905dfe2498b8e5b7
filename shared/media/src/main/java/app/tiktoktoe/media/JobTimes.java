package app.tiktoktoe.media;

import app.tiktoktoe.cloud.Environment;
import java.time.Duration;
import java.util.Optional;

/**
 * When a job that gives no sign of life is looked for.
 *
 * @param upload how long an upload may take before a sweep looks for the object
 * @param lease how long a worker has a job without a sign of life
 */
public record JobTimes(Duration upload, Duration lease) {
  private static final Duration MIN = Duration.ofSeconds(5);

  /** Ten minutes, and one. */
  public static final JobTimes USUAL = new JobTimes(Duration.ofMinutes(10), Duration.ofMinutes(1));

  /** Refuses less than five seconds: work would be taken from workers that live. */
  public JobTimes {
    if (upload.compareTo(MIN) < 0 || lease.compareTo(MIN) < 0) {
      throw new IllegalArgumentException("less than " + MIN.toSeconds() + " seconds");
    }
  }

  /**
   * {@code JOB_UPLOAD_S} and {@code JOB_LEASE_S}, each {@link #USUAL} where it is not set.
   *
   * @throws IllegalArgumentException when one is not a number of seconds, 5 or more
   */
  public static JobTimes from(Environment environment) {
    return new JobTimes(
        seconds(environment.find("JOB_UPLOAD_S"), USUAL.upload()),
        seconds(environment.find("JOB_LEASE_S"), USUAL.lease()));
  }

  private static Duration seconds(Optional<String> text, Duration otherwise) {
    return text.map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))).orElse(otherwise);
  }

  /** A worker writes a sign of life this often while it says nothing else. */
  Duration betweenRenewals() {
    return lease.dividedBy(6);
  }

  /** How often a worker's heartbeat looks whether one is due. */
  public Duration beat() {
    return lease.dividedBy(12);
  }
}
