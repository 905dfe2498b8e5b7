package app.tiktoktoe.accounts;

/** The PLC directory did not answer, or not as it should; time may cure it. */
public final class PlcUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Something other than an answer. */
  public PlcUnavailableException(String message) {
    super(message);
  }

  /** No answer. */
  public PlcUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
