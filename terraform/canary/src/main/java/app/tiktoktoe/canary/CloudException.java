package app.tiktoktoe.canary;

import org.jspecify.annotations.Nullable;

/** The platform refused, or could not be reached although it was asked several times. */
class CloudException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CloudException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  CloudException(String message) {
    this(message, null);
  }
}
