package app.tiktoktoe.media;

/** The upload was changed by another request: what is done next depends on what it is now. */
public final class UploadChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UploadChangedException(JobId id) {
    super("upload " + id + " was changed meanwhile");
  }

  UploadChangedException(JobId id, Throwable cause) {
    super("upload " + id + " was changed meanwhile", cause);
  }
}
