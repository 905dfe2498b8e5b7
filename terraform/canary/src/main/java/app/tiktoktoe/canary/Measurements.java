package app.tiktoktoe.canary;

import java.time.Instant;
import java.util.Map;

/** What the platform measured of a service's revisions. */
interface Measurements {
  /**
   * Reads an interval. Measurements of the last minutes may not be there yet.
   *
   * @return the revisions that had a request
   * @throws CloudException when the platform refuses or cannot be reached
   */
  Map<Revision, Sample> read(ServiceName service, Instant from, Instant to)
      throws InterruptedException;
}
