package app.tiktoktoe.functions.media;

import app.tiktoktoe.media.JobFailure;
import com.google.cloud.firestore.WriteBatch;
import java.util.function.Consumer;

/** Carries the reason why an original will never be a video out of nested code. */
final class RefusedVideoException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient JobFailure failure;
  private final transient Consumer<WriteBatch> also;

  RefusedVideoException(JobFailure failure) {
    this(failure, batch -> {});
  }

  /** With what is to be written together with the job's failure. */
  RefusedVideoException(JobFailure failure, Consumer<WriteBatch> also) {
    super(failure.message());
    this.failure = failure;
    this.also = also;
  }

  static RefusedVideoException invalid(String message) {
    return new RefusedVideoException(JobFailure.invalid(message));
  }

  JobFailure failure() {
    return failure;
  }

  Consumer<WriteBatch> also() {
    return also;
  }
}
