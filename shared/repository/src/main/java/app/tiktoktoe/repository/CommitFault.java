package app.tiktoktoe.repository;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.firestore.FirestoreException;
import org.jspecify.annotations.Nullable;

/** What the failure of a commit says about it. */
enum CommitFault {
  /** Somebody else was faster, or this commit itself when the client tried it twice. */
  STALE,
  /** It may have been made or not. */
  UNKNOWN,
  /** It was not made, and will not be. */
  DEFINITE;

  private static final int MAX_CAUSES = 10;

  static CommitFault of(Throwable fault) {
    @Nullable Throwable cause = fault;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (cause instanceof ApiException api) {
        return ofCode(api.getStatusCode().getCode().name());
      }
      if (cause instanceof FirestoreException firestore && firestore.getStatus() != null) {
        return ofCode(firestore.getStatus().getCode().name());
      }
      cause = cause.getCause();
    }
    return DEFINITE;
  }

  private static CommitFault ofCode(String code) {
    return switch (code) {
      case "FAILED_PRECONDITION", "ABORTED", "ALREADY_EXISTS", "NOT_FOUND" -> STALE;
      case "UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL", "UNKNOWN", "CANCELLED" -> UNKNOWN;
      default -> DEFINITE;
    };
  }
}
