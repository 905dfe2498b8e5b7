package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.events.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What became of a {@link WriteRequest}. Only {@link Committed} has changed anything. */
public sealed interface WriteOutcome {
  /**
   * The commit is durable.
   *
   * @param written the CID of each write's record, in the order of the writes; empty for a delete
   * @param message tells of the commit; to be published, and published again by the sweep until it
   *     was delivered
   */
  record Committed(Cid commit, Tid rev, List<Optional<Cid>> written, Message message)
      implements WriteOutcome {
    /** Copies the CIDs. */
    public Committed {
      written = List.copyOf(written);
    }
  }

  /** Everything is as asked for already. {@code existing} as {@link Committed#written}. */
  record Unchanged(List<Optional<Cid>> existing) implements WriteOutcome {
    /** Copies the CIDs. */
    public Unchanged {
      existing = List.copyOf(existing);
    }
  }

  /**
   * The repository or a record is not what the writer believes; {@code message} says what it is.
   */
  record SwapFailed(String message) implements WriteOutcome {}

  /** The writes contradict the repository or each other. */
  record InvalidWrite(String message) implements WriteOutcome {}

  /** A record refers to a blob that was never uploaded, or was so long ago. */
  record BlobMissing(Cid blob) implements WriteOutcome {}

  /** A record gives a blob another media type than it was uploaded with. */
  record BlobMimeTypeWrong(Cid blob, String stored, String referenced) implements WriteOutcome {}

  /** A record gives a blob another size than it has. */
  record BlobSizeWrong(Cid blob, long storedBytes, long referencedBytes) implements WriteOutcome {}

  /** There is no such repository here. */
  record RepoNotFound() implements WriteOutcome {}

  /** The account may not write. */
  record AccountInactive(RepositoryStatus status) implements WriteOutcome {}

  /** The writer's token was revoked after it was issued. */
  record TokenRevoked() implements WriteOutcome {}

  /**
   * The account has used up its points.
   *
   * @param points how many there are in a {@code window}
   * @param now when the write was refused
   * @param reset when there are points again
   */
  record RateLimited(int points, Duration window, Instant now, Instant reset)
      implements WriteOutcome {
    /** How long there are none. */
    public Duration retryAfter() {
      return Duration.between(now, reset);
    }
  }

  /** An import of the repository has begun and must be completed first. */
  record ImportIncomplete() implements WriteOutcome {}

  /** The repository holds as many records as one can. */
  record RepoFull() implements WriteOutcome {}

  /** Too many others write to this repository; the same request may succeed in a second. */
  record TooMuchContention() implements WriteOutcome {}
}
