package app.tiktoktoe.events;

/** A message that no release of ours can have written. It will not get better by retrying. */
public final class InvalidEventException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** {@code message} says which part is wrong. */
  public InvalidEventException(String message) {
    super(message);
  }

  /** {@code message} says which part is wrong. */
  public InvalidEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
