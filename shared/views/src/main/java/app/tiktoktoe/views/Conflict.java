package app.tiktoktoe.views;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.firestore.FirestoreException;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tries again what lost a race: a write whose precondition did not hold, because a document is not
 * as it was read. Stateless.
 */
public final class Conflict {
  private static final int TRIES = 12;
  private static final Set<Code> CODES =
      Set.of(Code.FAILED_PRECONDITION, Code.ALREADY_EXISTS, Code.NOT_FOUND, Code.ABORTED);

  private Conflict() {}

  /** True for the failure of a write that a changed document explains. */
  public static boolean isCauseOf(RuntimeException failure) {
    return switch (failure) {
      case ApiException e -> CODES.contains(e.getStatusCode().getCode());
      case FirestoreException e ->
          e.getStatus() != null && CODES.contains(Code.valueOf(e.getStatus().getCode().name()));
      default -> false;
    };
  }

  /**
   * Runs {@code work}, which reads and then writes, until it loses no race.
   *
   * @throws RuntimeException what {@code work} throws, a lost race only when it was the twelfth
   */
  public static <T> T retried(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (RuntimeException e) {
        if (attempt == TRIES || !isCauseOf(e)) {
          throw e;
        }
      }
    }
  }
}
