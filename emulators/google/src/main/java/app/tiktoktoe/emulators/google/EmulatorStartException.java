package app.tiktoktoe.emulators.google;

/**
 * A child process ended, or did not answer in time, before it was ready. The message is one line.
 */
public final class EmulatorStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmulatorStartException(String message) {
    super(message);
  }

  EmulatorStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
