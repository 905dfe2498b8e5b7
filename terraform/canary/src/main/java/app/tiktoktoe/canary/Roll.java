package app.tiktoktoe.canary;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Moves several services to their new revisions together, step by step, and all of them back when
 * one does harm, when the measurements stay away, or when the thread is interrupted. Uses one
 * thread.
 */
final class Roll {
  private static final int REHEARSAL = 10;
  private static final Duration BLIND_FOR_AT_MOST = Duration.ofMinutes(5);

  private final Traffic traffic;
  private final Measurements measurements;
  private final Load load;
  private final Pace pace;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Consumer<String> journal;
  private final Judge judge;

  Roll(
      Traffic traffic,
      Measurements measurements,
      Load load,
      Pace pace,
      InstantSource clock,
      Sleeper sleeper,
      Consumer<String> journal) {
    this.traffic = traffic;
    this.measurements = measurements;
    this.load = load;
    this.pace = pace;
    this.clock = clock;
    this.sleeper = sleeper;
    this.journal = journal;
    this.judge = new Judge(pace);
  }

  Outcome run(List<Candidate> candidates) {
    Trials trials;
    try {
      trials = Trials.of(candidates, traffic, measurements, pace);
    } catch (CloudException e) {
      return new Outcome.Refused(List.of(message(e)));
    } catch (InterruptedException e) {
      return new Outcome.Refused(List.of("interrupted before anything was changed"));
    }
    trials.unchanged().forEach(journal);
    if (!trials.refusals().isEmpty()) {
      return new Outcome.Refused(trials.refusals());
    }
    if (trials.trials().isEmpty()) {
      return new Outcome.Done("nothing to roll");
    }
    return roll(trials.trials());
  }

  private Outcome roll(List<Trial> trials) {
    List<String> harm;
    try {
      harm = tryOut(trials);
      if (harm.isEmpty()) {
        promote(trials);
        return new Outcome.Done(trials.size() + " promoted");
      }
    } catch (InterruptedException e) {
      harm = List.of("interrupted");
    } catch (CloudException | UnsettledTrafficException e) {
      harm = List.of(message(e));
    }
    harm.forEach(journal);
    return new Undo(traffic, journal).undo(trials, harm);
  }

  private List<String> tryOut(List<Trial> trials) throws InterruptedException {
    int reached = trials.stream().mapToInt(Trial::resumedAt).min().orElse(0);
    for (Trial trial : trials) {
      trial.rememberBefore(clock.instant());
    }
    List<String> harm = rehearse(trials);
    for (int percent : pace.steps()) {
      if (harm.isEmpty() && percent >= reached) {
        give(trials, percent);
        harm = watch(trials);
      }
    }
    return harm;
  }

  private List<String> rehearse(List<Trial> trials) throws InterruptedException {
    give(trials, 0);
    List<String> harm = new ArrayList<>();
    for (Trial trial : trials) {
      trial
          .rehearse(load, REHEARSAL)
          .ifPresent(complaint -> harm.add(trial.service() + ": " + complaint));
    }
    return harm;
  }

  /** A revision that an earlier run gave more keeps it. */
  private void give(List<Trial> trials, int percent) throws InterruptedException {
    for (Trial trial : trials) {
      int share = Math.max(percent, trial.resumedAt());
      ServiceState state =
          traffic.change(trial.service(), split -> split.trying(trial.fresh(), share));
      trial.stepBegan(state, share, clock.instant());
      journal.accept(trial.service() + ": " + share + " % to " + trial.fresh());
    }
  }

  private List<String> watch(List<Trial> trials) throws InterruptedException {
    Instant sawAll = clock.instant();
    for (; ; ) {
      sleeper.sleep(pace.poll());
      try {
        Look look = look(trials);
        if (look.passed() || !look.harm().isEmpty()) {
          return look.harm();
        }
        sawAll = clock.instant();
      } catch (CloudException e) {
        journal.accept("no measurements: " + message(e));
        if (Duration.between(sawAll, clock.instant()).compareTo(BLIND_FOR_AT_MOST) > 0) {
          return List.of("no measurements for " + BLIND_FOR_AT_MOST.toMinutes() + " minutes");
        }
      }
    }
  }

  private record Look(boolean passed, List<String> harm) {}

  private Look look(List<Trial> trials) throws InterruptedException {
    boolean passed = true;
    List<String> harm = new ArrayList<>();
    for (Trial trial : trials) {
      Instant now = clock.instant();
      switch (judge.judge(trial.observe(now), trial.limits())) {
        case Verdict.Promote promote ->
            journal.accept(trial.service() + ": well, " + promote.reason());
        case Verdict.Wait wait -> {
          passed = false;
          journal.accept(trial.service() + ": waiting, " + wait.reason());
          trial.makeUpFor(wait.missingRequests(), load, now);
        }
        case Verdict.RollBack rollBack ->
            rollBack.reasons().forEach(reason -> harm.add(trial.service() + ": " + reason));
      }
    }
    return new Look(passed && harm.isEmpty(), harm);
  }

  private void promote(List<Trial> trials) throws InterruptedException {
    for (Trial trial : trials) {
      ServiceState state = traffic.change(trial.service(), Split::promoted);
      journal.accept(trial.service() + ": promoted, " + state.traffic());
    }
  }

  private static String message(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
