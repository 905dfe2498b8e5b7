package app.tiktoktoe.media;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import java.time.Instant;
import java.util.Optional;

/**
 * A video on its way from an upload to a blob, as {@code jobs/{jobId}} held it.
 *
 * @param progress 0 to 100 within the state
 * @param sizeBytes what was taken from the account's allowance for the original
 * @param attempts how many workers have begun
 * @param blob present when completed
 * @param failure present when failed
 * @param leasedUntil a worker has it until then; {@link Instant#EPOCH} when none has
 * @param updateTime the version that the next change must find
 */
public record Job(
    JobId id,
    Did did,
    JobState state,
    int progress,
    long sizeBytes,
    int attempts,
    Optional<VideoBlob> blob,
    Optional<JobFailure> failure,
    Instant createdAt,
    Instant leasedUntil,
    Timestamp updateTime) {
  /** Workers that may begin before the job is given up. */
  public static final int MAX_ATTEMPTS = 3;

  /** The original. */
  public UploadObject original() {
    return new UploadObject(did, id);
  }
}
