package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryDescription;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who is given what of a repository: everybody while it is active, its owner also while it is
 * switched off. Thread-safe.
 */
final class RepoAccess {
  private final Repositories repositories;

  RepoAccess(Repositories repositories) {
    this.repositories = repositories;
  }

  /** Whether a call is answered; asks for the owner's standing only when it matters. */
  Predicate<RepositoryDescription> of(Call call) {
    return repository -> serves(call, repository.did(), repository.status());
  }

  boolean serves(Call call, Did did, RepositoryStatus status) {
    return switch (status) {
      case ACTIVE -> true;
      case DELETED -> false;
      case DEACTIVATED, TAKENDOWN, SUSPENDED ->
          call.caller().filter(caller -> isOwner(caller, did)).isPresent();
    };
  }

  private boolean isOwner(Caller caller, Did did) {
    return caller.did().equals(did)
        && repositories
            .standing(did)
            .filter(standing -> !caller.issuedAt().isBefore(standing.tokensValidFrom()))
            .isPresent();
  }

  /** What a repository at one moment is, for those who are given it. */
  Found find(Call call, Did did) {
    Optional<RepositoryDescription> repository = repositories.describe(did);
    if (repository.isEmpty()) {
      return new Found.Refused(notFound(did));
    }
    return of(call).test(repository.get())
        ? new Found.Served(repository.get())
        : new Found.Refused(inactive(did, repository.get().status()));
  }

  /** What {@link #find} finds. */
  sealed interface Found {
    record Served(RepositoryDescription repository) implements Found {}

    record Refused(Refusal refusal) implements Found {}
  }

  static Refusal notFound(Did did) {
    return Refusal.of("RepoNotFound", "Could not find repo for DID: " + did);
  }

  static Refusal inactive(Did did, RepositoryStatus status) {
    return switch (status) {
      case ACTIVE -> throw new IllegalStateException("an active repository is served");
      case TAKENDOWN -> Refusal.of("RepoTakendown", "Repo has been takendown: " + did);
      case SUSPENDED -> Refusal.of("RepoSuspended", "Repo has been suspended: " + did);
      case DEACTIVATED -> Refusal.of("RepoDeactivated", "Repo has been deactivated: " + did);
      case DELETED -> notFound(did);
    };
  }
}
