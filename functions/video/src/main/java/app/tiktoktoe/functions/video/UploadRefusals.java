package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadChangedException;
import app.tiktoktoe.media.UploadSessions;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.google.cloud.storage.StorageException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the methods of uploads in parts refuse alike. Stateless. */
final class UploadRefusals {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final int MAX_CONFLICTS = 5;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String OVERLOADED = "The service is busy; try again";

  private UploadRefusals() {}

  /** The answer of {@code use} for the caller's upload of this name, when there is one. */
  static Reply on(
      UploadSessions sessions, Call call, String jobId, Function<Upload, ? extends Reply> use) {
    return JobId.find(jobId)
        .flatMap(id -> sessions.find(call.session().did(), id))
        .<Reply>map(use)
        .orElseGet(() -> Refusal.of("UploadNotFound", "There is no such upload"));
  }

  static Refusal notReady() {
    return Refusal.of("UploadNotReady", "The upload is being finished; ask for its status");
  }

  static Refusal expired() {
    return Refusal.of("UploadExpired", "The upload has expired");
  }

  static Refusal aborted() {
    return Refusal.of("UploadAborted", "The upload was aborted");
  }

  static Refusal failed(Upload upload) {
    return Refusal.of("UploadFailed", upload.failureReason().orElse("The upload failed"));
  }

  /**
   * The method, decided again when another request has changed the upload meanwhile, and with
   * {@code ServiceOverloaded} (503) for what Cloud Storage cannot do now.
   */
  static XrpcMethod guarded(XrpcMethod method) {
    return call -> {
      try {
        return decided(method, call);
      } catch (StorageException | UncheckedIOException e) {
        return overloaded(e);
      }
    };
  }

  private static Reply decided(XrpcMethod method, Call call) {
    for (int conflicts = 0; ; conflicts++) {
      try {
        return method.call(call);
      } catch (UploadChangedException e) {
        if (conflicts == MAX_CONFLICTS) {
          return overloaded();
        }
      }
    }
  }

  private static Reply overloaded(RuntimeException fault) {
    if (isOutage(fault)) {
      return overloaded();
    }
    throw fault;
  }

  private static boolean isOutage(Throwable fault) {
    @Nullable Throwable cause = fault;
    while (cause != null && !(cause instanceof StorageException)) {
      cause = cause.getCause();
    }
    return cause instanceof StorageException storage
        && (storage.getCode() == TOO_MANY_REQUESTS
            || storage.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR
            || storage.getCode() == 0
            || storage.isRetryable());
  }

  private static Refusal overloaded() {
    return new Refusal(
        Refusal.Kind.UNAVAILABLE, "ServiceOverloaded", OVERLOADED, Optional.of(RETRY_AFTER));
  }
}
