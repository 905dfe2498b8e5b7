package app.tiktoktoe.canary;

/** There is no such service. */
final class MissingServiceException extends CloudException {
  private static final long serialVersionUID = 1;

  MissingServiceException(ServiceName service) {
    super(service + " does not exist");
  }
}
