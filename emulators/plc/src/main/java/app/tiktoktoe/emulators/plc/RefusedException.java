package app.tiktoktoe.emulators.plc;

/** A request that the directory does not grant; {@link PlcHandler} alone catches it. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private RefusedException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static RefusedException invalid(String message) {
    return new RefusedException(400, message);
  }

  static RefusedException notRegistered(String did) {
    return new RefusedException(404, "DID not registered: " + did);
  }

  static RefusedException notAvailable(String did) {
    return new RefusedException(410, "DID not available: " + did);
  }

  static RefusedException unknownPath(String path) {
    return new RefusedException(404, "Not found: " + path);
  }

  static RefusedException tooLarge(int bytes) {
    return new RefusedException(413, "request entity too large, at most " + bytes + " bytes");
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** What the answer's {@code message} says. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
