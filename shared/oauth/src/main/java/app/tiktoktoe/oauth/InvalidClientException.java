package app.tiktoktoe.oauth;

/** A client id or what stands at it is not what the profile demands; the message says what. */
public final class InvalidClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidClientException(String message) {
    super(message, null, false, false);
  }
}
