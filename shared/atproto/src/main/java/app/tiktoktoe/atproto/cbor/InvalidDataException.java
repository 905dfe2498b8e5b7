package app.tiktoktoe.atproto.cbor;

/**
 * Bytes or JSON that are not valid in the AT Protocol data model. The message never quotes data.
 */
public final class InvalidDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidDataException(String message) {
    super(message);
  }

  public InvalidDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
