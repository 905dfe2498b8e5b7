package app.tiktoktoe.media;

/** The job was changed by somebody else: what this worker does is no longer wanted. */
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(JobId id, Throwable cause) {
    super("job " + id + " was changed by another worker", cause);
  }
}
