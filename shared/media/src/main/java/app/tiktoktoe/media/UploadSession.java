package app.tiktoktoe.media;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code uploadSessions/{jobId}} held of an upload.
 *
 * @param id also that of its job, which was made with it
 * @param state as it was written; {@link Upload#state()} is what counts
 * @param finishingUntil nobody else may finish it until then; {@link Instant#EPOCH} when free
 * @param failureReason present when failed
 * @param updateTime the version that the next change must find
 */
public record UploadSession(
    JobId id,
    Did did,
    UploadPlan plan,
    UploadState state,
    Instant expiresAt,
    Instant finishingUntil,
    Optional<String> failureReason,
    Timestamp updateTime) {

  /** Whether the state alone does not say how things are: a worker may have gone on. */
  boolean needsJob() {
    return switch (state) {
      case CREATED -> plan.isDirect();
      case FINISHING, COMPLETED -> true;
      case FAILED, ABORTED, EXPIRED -> false;
    };
  }

  /** How things are at {@code now}. */
  Upload at(Instant now, Optional<Job> job) {
    UploadState actual =
        switch (state) {
          case COMPLETED, FAILED, ABORTED, EXPIRED -> state;
          case CREATED, FINISHING ->
              job.flatMap(UploadSession::toldBy).orElseGet(() -> openAt(now));
        };
    return new Upload(this, actual, actual == UploadState.COMPLETED ? job : Optional.empty());
  }

  /** A worker has had the original, or a sweep has found that it will not come. */
  private static Optional<UploadState> toldBy(Job job) {
    if (job.attempts() > 0) {
      return Optional.of(UploadState.COMPLETED);
    }
    return job.state().isFinal() ? Optional.of(UploadState.EXPIRED) : Optional.empty();
  }

  private UploadState openAt(Instant now) {
    if (finishingUntil.isAfter(now)) {
      return UploadState.FINISHING;
    }
    return now.isBefore(expiresAt) ? UploadState.CREATED : UploadState.EXPIRED;
  }
}
