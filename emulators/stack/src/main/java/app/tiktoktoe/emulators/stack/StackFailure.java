package app.tiktoktoe.emulators.stack;

/** The stack cannot start or go on. The message is one line for the person at the terminal. */
final class StackFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StackFailure(String message) {
    super(message);
  }

  StackFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
