package app.tiktoktoe.accounts;

import app.tiktoktoe.cloud.Await;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.firestore.FirestoreException;
import com.google.cloud.firestore.WriteBatch;
import java.util.Set;

/** Tells a write whose precondition did not hold from an outage. Stateless. */
final class Conflicts {
  private static final Set<String> CODES =
      Set.of(
          StatusCode.Code.FAILED_PRECONDITION.name(),
          StatusCode.Code.ALREADY_EXISTS.name(),
          StatusCode.Code.NOT_FOUND.name(),
          StatusCode.Code.ABORTED.name());

  private Conflicts() {}

  /** Commits; false when a precondition did not hold. */
  static boolean isCommitted(WriteBatch batch) {
    try {
      Await.result(batch.commit());
      return true;
    } catch (RuntimeException e) {
      if (isConflict(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Whether another writer was first. */
  static boolean isConflict(RuntimeException failure) {
    return switch (failure) {
      case ApiException e -> CODES.contains(e.getStatusCode().getCode().name());
      default -> failure.getCause() instanceof FirestoreException e && isConflict(e);
    };
  }

  private static boolean isConflict(FirestoreException failure) {
    return failure.getStatus() != null && CODES.contains(failure.getStatus().getCode().name());
  }
}
