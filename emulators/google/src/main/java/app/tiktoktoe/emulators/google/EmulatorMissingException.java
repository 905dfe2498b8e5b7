package app.tiktoktoe.emulators.google;

/**
 * An official emulator is not on this machine. The message is one line, fit to be shown as it is,
 * and says how to get it.
 */
public final class EmulatorMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmulatorMissingException(String message) {
    super(message);
  }
}
