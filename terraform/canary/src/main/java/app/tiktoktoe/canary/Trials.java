package app.tiktoktoe.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which services have a revision to try, which have none, and which cannot be touched. */
record Trials(List<Trial> trials, List<String> unchanged, List<String> refusals) {
  static Trials of(
      List<Candidate> candidates, Traffic traffic, Measurements measurements, Pace pace)
      throws InterruptedException {
    Trials found = new Trials(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Candidate candidate : candidates) {
      found.sort(candidate, traffic.read(candidate.service()), measurements, pace);
    }
    return found;
  }

  private void sort(Candidate candidate, ServiceState state, Measurements measurements, Pace pace) {
    Optional<Split> split = state.split();
    if (split.isEmpty()) {
      refusals.add(new UnsettledTrafficException(state).getMessage());
      return;
    }
    Revision fresh = candidate.revision().orElse(state.created());
    if (fresh.equals(split.get().stable())) {
      unchanged.add(state.name() + ": " + fresh + " serves already");
    } else if (fresh.equals(state.created()) && !state.created().equals(state.ready())) {
      refusals.add(state.name() + ": " + fresh + " did not start: " + state.problem());
    } else if (candidate.revision().isEmpty()
        && split.get().withdrawn().equals(Optional.of(fresh))) {
      refusals.add(
          state.name() + ": " + fresh + " was withdrawn; name it with --revision to try it again");
    } else {
      trials.add(new Trial(candidate, split.get(), fresh, measurements, pace));
    }
  }
}
