package app.tiktoktoe.cloud;

/** The environment cannot run this function; the message names everything that is wrong at once. */
public final class MissingConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingConfigurationException(String message) {
    super(message);
  }
}
