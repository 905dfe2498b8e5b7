package app.tiktoktoe.canary;

import java.util.function.UnaryOperator;

/** The services' traffic lists. */
interface Traffic {
  /**
   * Reads a service.
   *
   * @throws MissingServiceException when there is no such service
   * @throws CloudException when the platform refuses or cannot be reached
   */
  ServiceState read(ServiceName service) throws InterruptedException;

  /**
   * Changes a service's split and waits until the platform obeys. The change is applied to what the
   * service is at that moment, again if somebody else was faster; a change that changes nothing
   * costs no request but the read.
   *
   * @return the service afterwards
   * @throws UnsettledTrafficException when traffic is split by hand
   * @throws CloudException when the platform refuses or cannot be reached; the change may have been
   *     made
   */
  ServiceState change(ServiceName service, UnaryOperator<Split> change) throws InterruptedException;
}
