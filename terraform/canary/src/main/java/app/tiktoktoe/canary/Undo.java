package app.tiktoktoe.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gives the stable revisions everything back; one service that cannot be reached does not keep the
 * others.
 */
final class Undo {
  private final Traffic traffic;
  private final Consumer<String> journal;

  Undo(Traffic traffic, Consumer<String> journal) {
    this.traffic = traffic;
    this.journal = journal;
  }

  Outcome undo(List<Trial> trials, List<String> reasons) {
    List<String> stuck = new ArrayList<>();
    for (Trial trial : trials) {
      try {
        ServiceState state = traffic.change(trial.service(), split -> backTo(trial, split));
        journal.accept(trial.service() + ": rolled back, " + state.traffic());
      } catch (CloudException | UnsettledTrafficException | InterruptedException e) {
        stuck.add(
            trial.service() + " may not be back at " + trial.stable() + ": " + e.getMessage());
      }
    }
    return stuck.isEmpty() ? new Outcome.RolledBack(reasons) : new Outcome.Stuck(reasons, stuck);
  }

  /** Also undoes a promotion that came before another service's failure. */
  private static Split backTo(Trial trial, Split split) {
    return split.stable().equals(trial.fresh()) ? split.rolledBack(trial.stable()) : split.undone();
  }
}
