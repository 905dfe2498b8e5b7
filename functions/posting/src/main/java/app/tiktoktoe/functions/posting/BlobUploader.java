package app.tiktoktoe.functions.posting;

import app.tiktoktoe.repository.BlobAllowance;
import app.tiktoktoe.repository.BlobAllowance.Left;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.Standing;
import app.tiktoktoe.xrpc.CallLimits;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.RateLimit;
import app.tiktoktoe.xrpc.Refusal;
import java.time.Duration;
import java.util.Optional;

/**
 * Says whether somebody may upload blobs, and words why not. An account that is switched off may:
 * it does so while it moves here. Thread-safe.
 */
final class BlobUploader {
  private static final RateLimit FILES =
      new RateLimit("blobs", BlobAllowance.FILES_A_DAY, Duration.ofDays(1));

  private final Repositories repositories;

  BlobUploader(Repositories repositories) {
    this.repositories = repositories;
  }

  /** Why not, whatever is uploaded, for one document read; empty when it may. */
  Optional<Refusal> refusal(Caller caller) {
    Optional<Standing> standing = repositories.standing(caller.did());
    if (standing.isEmpty()) {
      return Optional.of(Refusal.invalid("Could not find repo: " + caller.did()));
    }
    RepositoryStatus status = standing.get().status();
    if (status != RepositoryStatus.ACTIVE && status != RepositoryStatus.DEACTIVATED) {
      return Optional.of(Writer.inactive(status));
    }
    return caller.issuedAt().isBefore(standing.get().tokensValidFrom())
        ? Optional.of(Writer.revoked())
        : Optional.empty();
  }

  /** {@code RateLimitExceeded} (429) until the next day begins. */
  static Refusal dayUsed(Left left) {
    CallLimits.note(
        new app.tiktoktoe.xrpc.Standing(FILES, BlobAllowance.FILES_A_DAY + 1L, left.dayEnd()));
    return new Refusal(
        Refusal.Kind.TOO_MANY,
        "RateLimitExceeded",
        "An account uploads at most "
            + BlobAllowance.FILES_A_DAY
            + " files and "
            + BlobAllowance.BYTES_A_DAY
            + " bytes a day",
        Optional.of(Duration.between(left.at(), left.dayEnd())));
  }

  /** {@code UploadForbidden} (403), in the words that uploads of videos have for it. */
  static Refusal storeFull(Left left) {
    return Refusal.of(
        Refusal.Kind.FORBIDDEN,
        "UploadForbidden",
        "The account may have " + left.limitBytes() + " bytes stored, and has no room");
  }
}
