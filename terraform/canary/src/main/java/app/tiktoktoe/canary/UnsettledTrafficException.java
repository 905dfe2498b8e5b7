package app.tiktoktoe.canary;

/**
 * A service's traffic was split by hand: which revision is the stable one is for a person to say.
 */
final class UnsettledTrafficException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnsettledTrafficException(ServiceState state) {
    super(state.name() + " is split by hand: " + state.traffic());
  }
}
