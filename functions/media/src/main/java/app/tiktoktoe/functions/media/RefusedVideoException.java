package app.tiktoktoe.functions.media;

import app.tiktoktoe.media.JobFailure;

/** Carries the reason why an original will never be a video out of nested code. */
final class RefusedVideoException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient JobFailure failure;

  RefusedVideoException(JobFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  static RefusedVideoException invalid(String message) {
    return new RefusedVideoException(JobFailure.invalid(message));
  }

  JobFailure failure() {
    return failure;
  }
}
