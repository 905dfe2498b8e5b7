package app.tiktoktoe.atproto.serviceauth;

/** A text that is not a service token. The message never holds the token. */
public final class InvalidTokenException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidTokenException(String message) {
    super(message);
  }

  InvalidTokenException(String message, Throwable cause) {
    super(message, cause);
  }
}
