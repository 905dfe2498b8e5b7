package app.tiktoktoe.media;

import java.time.Instant;

/** What a worker that asks for a job gets. */
public sealed interface Claim {
  /** The job; it is this worker's for as long as it renews the lease. */
  record Granted(JobLease lease) implements Claim {}

  /** Another worker has it. */
  record Busy(Instant until) implements Claim {}

  /** It has ended, or never began. */
  record Over() implements Claim {}
}
