package app.tiktoktoe.canary;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as Cloud Run tells it.
 *
 * @param address the service's own
 * @param etag changes with every change of the service
 * @param created the newest revision, which may not have started yet
 * @param ready the newest revision that started
 * @param problem why the newest revision is not ready, when it is not
 * @param addresses the address of each tag
 */
record ServiceState(
    ServiceName name,
    URI address,
    String etag,
    List<TrafficTarget> traffic,
    Revision created,
    Revision ready,
    String problem,
    Map<String, URI> addresses) {
  ServiceState {
    traffic = List.copyOf(traffic);
    addresses = Map.copyOf(addresses);
  }

  Optional<Split> split() {
    return Split.read(traffic, ready);
  }
}
