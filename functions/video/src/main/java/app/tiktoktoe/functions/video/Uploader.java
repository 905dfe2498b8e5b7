package app.tiktoktoe.functions.video;

import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.repository.StorageLimit;
import app.tiktoktoe.repository.StoredBytes;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import java.util.Optional;

/** Says whether an account may upload videos, as things are now. Thread-safe. */
final class Uploader {
  private static final String FORBIDDEN = "UploadForbidden";

  private final StatusChanges heads;
  private final StoredBytes stored;
  private final StorageLimit limit;

  Uploader(StatusChanges heads, StoredBytes stored, StorageLimit limit) {
    this.heads = heads;
    this.stored = stored;
    this.limit = limit;
  }

  /**
   * Why not {@code sizeBytes} more, for two document reads, and one more per thousand blobs that it
   * has; empty when it may.
   */
  Optional<Refusal> refusal(Caller caller, long sizeBytes) {
    Optional<StatusChanges.Current> head = heads.find(caller.did());
    if (head.isEmpty()) {
      return forbidden("The account does not exist");
    }
    if (caller.issuedAt().isBefore(head.get().tokensValidFrom())) {
      return Optional.of(Refusal.of("ExpiredToken", "Token has been revoked"));
    }
    return switch (head.get().switches().status()) {
      case ACTIVE -> limit.admits(stored.of(caller.did()), sizeBytes) ? Optional.empty() : full();
      case DEACTIVATED -> forbidden("The account is deactivated");
      case TAKENDOWN, SUSPENDED -> forbidden("The account has been taken down");
      case DELETED -> forbidden("The account does not exist");
    };
  }

  private Optional<Refusal> full() {
    return forbidden(
        "The account may have " + limit.sizeBytes() + " bytes stored, and has no room");
  }

  private static Optional<Refusal> forbidden(String message) {
    return Optional.of(Refusal.of(Refusal.Kind.FORBIDDEN, FORBIDDEN, message));
  }
}
