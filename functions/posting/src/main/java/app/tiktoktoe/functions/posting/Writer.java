package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.WriteOutcome;
import app.tiktoktoe.repository.WriteOutcome.Committed;
import app.tiktoktoe.repository.WriteOutcome.Unchanged;
import app.tiktoktoe.repository.WriteRequest;
import app.tiktoktoe.xrpc.CallLimits;
import app.tiktoktoe.xrpc.RateLimit;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.Standing;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Commits, tells the world, and words what may come of it. Thread-safe.
 *
 * <p>A commit that could not be told of in time is none the less made: the sweep of the outbox
 * tells of it later.
 */
final class Writer {
  private static final Duration PUBLISH_DEADLINE = Duration.ofMillis(300);
  private static final Duration CONTENTION_PAUSE = Duration.ofSeconds(1);

  private final Repositories repositories;
  private final EventPublisher publisher;

  Writer(Repositories repositories, EventPublisher publisher) {
    this.repositories = repositories;
    this.publisher = publisher;
  }

  /**
   * Makes one commit.
   *
   * @param answer the JSON for records with these CIDs, to which the commit is added
   */
  Reply write(WriteRequest request, Function<List<Optional<Cid>>, ObjectNode> answer) {
    return switch (repositories.apply(request)) {
      case Committed committed -> {
        publisher.publish(List.of(committed.message()), PUBLISH_DEADLINE);
        ObjectNode json = answer.apply(committed.written());
        json.putObject("commit")
            .put("cid", committed.commit().toString())
            .put("rev", committed.rev().toString());
        yield Reply.json(json);
      }
      case Unchanged(var existing) -> Reply.json(answer.apply(existing));
      case WriteOutcome refused -> refusal(request, refused);
    };
  }

  private static Refusal refusal(WriteRequest request, WriteOutcome outcome) {
    return switch (outcome) {
      case Committed committed -> throw new IllegalStateException("not refused");
      case Unchanged unchanged -> throw new IllegalStateException("not refused");
      case WriteOutcome.SwapFailed(String message) -> Refusal.of("InvalidSwap", message);
      case WriteOutcome.InvalidWrite(String message) -> Refusal.invalid(message);
      case WriteOutcome.BlobMissing(var blob) ->
          Refusal.of("BlobNotFound", "Could not find blob: " + blob);
      case WriteOutcome.BlobMimeTypeWrong(var blob, var stored, var referenced) ->
          Refusal.of(
              "InvalidMimeType",
              "Referenced Mimetype does not match stored blob. Expected: %s, Got: %s"
                  .formatted(stored, referenced));
      case WriteOutcome.BlobSizeWrong(var blob, var stored, var referenced) ->
          Refusal.of(
              "InvalidSize",
              "Referenced size does not match stored blob. Expected: %d, Got: %d"
                  .formatted(stored, referenced));
      case WriteOutcome.RepoNotFound() -> Refusal.invalid("Could not find repo: " + request.repo());
      case WriteOutcome.AccountInactive(RepositoryStatus status) -> inactive(status);
      case WriteOutcome.TokenRevoked() -> revoked();
      case WriteOutcome.RateLimited limited -> tooMany(limited);
      case WriteOutcome.ImportIncomplete() ->
          Refusal.invalid("An import of this repository is not complete: run importRepo again");
      case WriteOutcome.RepoFull() ->
          Refusal.invalid("The repository holds as many records as it can");
      case WriteOutcome.TooMuchContention() ->
          Refusal.unavailable("Too many writes to one repository at once", CONTENTION_PAUSE);
    };
  }

  private static Refusal tooMany(WriteOutcome.RateLimited limited) {
    RateLimit limit = new RateLimit("writes", limited.points(), limited.window());
    CallLimits.note(new Standing(limit, limited.points() + 1L, limited.reset()));
    return Refusal.tooMany(limited.retryAfter());
  }

  /** What an account that may not write is told. */
  static Refusal inactive(RepositoryStatus status) {
    return switch (status) {
      case ACTIVE -> throw new IllegalStateException("an active account may write");
      case TAKENDOWN -> Refusal.unauthenticated("AccountTakedown", "Account has been taken down");
      case SUSPENDED -> Refusal.unauthenticated("AccountSuspended", "Account is suspended");
      case DEACTIVATED -> Refusal.unauthenticated("AccountDeactivated", "Account is deactivated");
      case DELETED -> Refusal.of(Refusal.Kind.FORBIDDEN, "AccountNotFound", "Account is deleted");
    };
  }

  /** What makes a client refresh its session, which then fails. */
  static Refusal revoked() {
    return Refusal.of("ExpiredToken", "Token has been revoked");
  }
}
