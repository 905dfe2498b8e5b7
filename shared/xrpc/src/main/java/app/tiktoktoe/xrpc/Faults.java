package app.tiktoktoe.xrpc;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.firestore.FirestoreException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells outages, which time cures, from bugs. Stateless. */
final class Faults {
  private static final Set<StatusCode.Code> OUTAGES =
      EnumSet.of(
          StatusCode.Code.UNAVAILABLE,
          StatusCode.Code.DEADLINE_EXCEEDED,
          StatusCode.Code.RESOURCE_EXHAUSTED,
          StatusCode.Code.ABORTED);
  private static final int MAX_CAUSES = 10;

  private Faults() {}

  static Refusal refusal(Throwable fault) {
    return isOutage(fault)
        ? Refusal.unavailable("Try again", Duration.ofSeconds(1))
        : Refusal.of(Refusal.Kind.FAILED, "InternalServerError", "Internal Server Error");
  }

  private static boolean isOutage(Throwable fault) {
    @Nullable Throwable cause = fault;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (cause instanceof ApiException api && OUTAGES.contains(api.getStatusCode().getCode())) {
        return true;
      }
      if (cause instanceof FirestoreException firestore && isOutage(firestore)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static boolean isOutage(FirestoreException fault) {
    return fault.getStatus() != null
        && OUTAGES.stream()
            .anyMatch(code -> code.name().equals(fault.getStatus().getCode().name()));
  }
}
