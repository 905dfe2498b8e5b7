package app.tiktoktoe.canary;

import java.util.List;
import java.util.function.Consumer;

/** Shows who gets the traffic. */
final class Status {
  private final Traffic traffic;
  private final Consumer<String> journal;

  Status(Traffic traffic, Consumer<String> journal) {
    this.traffic = traffic;
    this.journal = journal;
  }

  Outcome run(List<ServiceName> services) {
    try {
      for (ServiceName service : services) {
        ServiceState state = traffic.read(service);
        journal.accept(service + ": " + state.traffic() + ", newest " + state.created());
      }
      return new Outcome.Done(services.size() + " shown");
    } catch (CloudException | InterruptedException e) {
      return new Outcome.Refused(List.of(String.valueOf(e.getMessage())));
    }
  }
}
