package app.tiktoktoe.accounts;

import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import java.time.Instant;
import java.util.Optional;

/**
 * Says whether a session may still act for its account, for methods that would otherwise not read
 * what decides it. Thread-safe.
 */
public final class CallerCheck {
  private final StatusChanges heads;

  /** By what the heads of the repositories say. */
  public CallerCheck(StatusChanges heads) {
    this.heads = heads;
  }

  /** Why not, as things are now, for one read; a deactivated account's session may. */
  public Optional<Refusal> refusal(Caller caller) {
    Optional<StatusChanges.Current> head = heads.find(caller.did());
    return head.isEmpty()
        ? refusal(caller, RepositoryStatus.DELETED, Instant.EPOCH)
        : refusal(caller, head.get());
  }

  static Optional<Refusal> refusal(Caller caller, StatusChanges.Current head) {
    return refusal(caller, head.switches().status(), head.tokensValidFrom());
  }

  private static Optional<Refusal> refusal(
      Caller caller, RepositoryStatus status, Instant tokensValidFrom) {
    if (caller.issuedAt().isBefore(tokensValidFrom)) {
      return Optional.of(Refusal.of("ExpiredToken", "Token has been revoked"));
    }
    return switch (status) {
      case ACTIVE, DEACTIVATED -> Optional.empty();
      case TAKENDOWN, SUSPENDED ->
          Optional.of(Refusal.unauthenticated("AccountTakedown", "Account has been taken down"));
      case DELETED -> Optional.of(Refusal.unauthenticated("AccountNotFound", "No such account"));
    };
  }
}
