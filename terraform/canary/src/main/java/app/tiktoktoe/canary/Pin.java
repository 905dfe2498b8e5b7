package app.tiktoktoe.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ties services to the revision that serves now, so that a deployment brings its revision no
 * traffic. A service that is not there yet has nothing to be tied to.
 */
final class Pin {
  private final Traffic traffic;
  private final Consumer<String> journal;

  Pin(Traffic traffic, Consumer<String> journal) {
    this.traffic = traffic;
    this.journal = journal;
  }

  Outcome run(List<ServiceName> services) {
    List<String> refusals = new ArrayList<>();
    for (ServiceName service : services) {
      try {
        ServiceState state = traffic.change(service, split -> split);
        journal.accept(service + ": " + state.traffic());
      } catch (MissingServiceException e) {
        journal.accept(service + ": is not there yet, nothing to pin");
      } catch (CloudException | UnsettledTrafficException | InterruptedException e) {
        refusals.add(service + ": " + e.getMessage());
      }
    }
    return refusals.isEmpty()
        ? new Outcome.Done(services.size() + " pinned")
        : new Outcome.Refused(refusals);
  }
}
