package app.tiktoktoe.functions.video;

import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import java.util.Optional;

/** Says whether an account may upload videos, as things are now. Thread-safe. */
final class Uploader {
  private static final String FORBIDDEN = "UploadForbidden";

  private final StatusChanges heads;

  Uploader(StatusChanges heads) {
    this.heads = heads;
  }

  /** Why not, for one document read; empty when it may. */
  Optional<Refusal> refusal(Caller caller) {
    Optional<StatusChanges.Current> head = heads.find(caller.did());
    if (head.isEmpty()) {
      return forbidden("The account does not exist");
    }
    if (caller.issuedAt().isBefore(head.get().tokensValidFrom())) {
      return Optional.of(Refusal.of("ExpiredToken", "Token has been revoked"));
    }
    return switch (head.get().switches().status()) {
      case ACTIVE -> Optional.empty();
      case DEACTIVATED -> forbidden("The account is deactivated");
      case TAKENDOWN, SUSPENDED -> forbidden("The account has been taken down");
      case DELETED -> forbidden("The account does not exist");
    };
  }

  private static Optional<Refusal> forbidden(String message) {
    return Optional.of(Refusal.of(Refusal.Kind.FORBIDDEN, FORBIDDEN, message));
  }
}
