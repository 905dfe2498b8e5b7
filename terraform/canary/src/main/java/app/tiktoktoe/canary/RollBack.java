package app.tiktoktoe.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Takes services back to the revision that served before. Running it again changes nothing more.
 */
final class RollBack {
  private final Traffic traffic;
  private final Consumer<String> journal;

  RollBack(Traffic traffic, Consumer<String> journal) {
    this.traffic = traffic;
    this.journal = journal;
  }

  /**
   * Rolls back.
   *
   * @param to the revision to go to, where it is not the previous one
   */
  Outcome run(List<ServiceName> services, Function<ServiceName, Optional<Revision>> to) {
    List<String> refusals = new ArrayList<>();
    List<String> stuck = new ArrayList<>();
    for (ServiceName service : services) {
      try {
        one(service, to.apply(service)).ifPresent(refusals::add);
      } catch (CloudException | UnsettledTrafficException | InterruptedException e) {
        stuck.add(service + ": " + e.getMessage());
      }
    }
    if (!stuck.isEmpty()) {
      return new Outcome.Stuck(refusals, stuck);
    }
    return refusals.isEmpty()
        ? new Outcome.Done(services.size() + " rolled back")
        : new Outcome.Refused(refusals);
  }

  private Optional<String> one(ServiceName service, Optional<Revision> to)
      throws InterruptedException {
    Optional<Split> read = traffic.read(service).split();
    if (to.isEmpty() && read.isPresent() && hasNowhereToGo(read.get())) {
      return Optional.of(service + ": no revision served before " + read.get().stable());
    }
    ServiceState state = traffic.change(service, split -> split.rolledBack(goal(split, to)));
    journal.accept(service + ": " + state.traffic());
    return Optional.empty();
  }

  private static boolean hasNowhereToGo(Split split) {
    return split.fresh().isEmpty() && split.previous().isEmpty() && split.withdrawn().isEmpty();
  }

  /**
   * A trial is undone; otherwise the previous revision comes back; otherwise it is back already.
   */
  private static Revision goal(Split split, Optional<Revision> to) {
    return to.or(() -> split.fresh().isPresent() ? Optional.of(split.stable()) : split.previous())
        .orElse(split.stable());
  }
}
