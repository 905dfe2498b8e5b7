package app.tiktoktoe.audit;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.firestore.FirestoreException;
import java.util.Optional;

/** Why a batch was refused. */
enum Conflict {
  /** A precondition did not hold. */
  PRECONDITION,
  /** Too many wanted the same documents; nothing is wrong with the batch. */
  CONTENTION;

  /** Empty for an outage: whether the batch was committed is then unknown. */
  static Optional<Conflict> of(RuntimeException failure) {
    return switch (failure) {
      case ApiException e -> of(e.getStatusCode().getCode().name());
      default ->
          failure.getCause() instanceof FirestoreException e && e.getStatus() != null
              ? of(e.getStatus().getCode().name())
              : Optional.empty();
    };
  }

  private static Optional<Conflict> of(String code) {
    if (code.equals(Code.ABORTED.name())) {
      return Optional.of(CONTENTION);
    }
    return code.equals(Code.FAILED_PRECONDITION.name())
            || code.equals(Code.ALREADY_EXISTS.name())
            || code.equals(Code.NOT_FOUND.name())
        ? Optional.of(PRECONDITION)
        : Optional.empty();
  }
}
