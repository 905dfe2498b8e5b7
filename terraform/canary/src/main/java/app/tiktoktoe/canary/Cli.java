package app.tiktoktoe.canary;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs one command line. */
final class Cli {
  private final Function<Optional<String>, Cloud> cloud;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Consumer<String> journal;

  /**
   * Makes a runner.
   *
   * @param cloud opens the cloud as the account that {@code --as} names
   */
  Cli(
      Function<Optional<String>, Cloud> cloud,
      InstantSource clock,
      Sleeper sleeper,
      Consumer<String> journal) {
    this.cloud = cloud;
    this.clock = clock;
    this.sleeper = sleeper;
    this.journal = journal;
  }

  /** What the commands talk to. */
  record Cloud(Traffic traffic, Measurements measurements, Load load) {}

  /** Returns the exit code. */
  int run(List<String> arguments) {
    Outcome outcome;
    try {
      outcome = command(Options.parse(arguments));
    } catch (IllegalArgumentException | IOException e) {
      journal.accept(Options.USAGE);
      outcome = new Outcome.Refused(List.of(e.toString()));
    }
    tell(outcome);
    return outcome.exitCode();
  }

  private Outcome command(Options options) throws IOException {
    Release release = Release.of(options);
    Cloud opened = cloud.apply(options.one("as"));
    Traffic traffic = opened.traffic();
    return switch (options.command()) {
      case "pin" -> new Pin(traffic, journal).run(release.services());
      case "roll" ->
          new Roll(
                  traffic,
                  opened.measurements(),
                  opened.load(),
                  release.pace(),
                  clock,
                  sleeper,
                  journal)
              .run(release.candidates());
      case "rollback" -> new RollBack(traffic, journal).run(release.services(), release::to);
      case "status" -> new Status(traffic, journal).run(release.services());
      default -> throw new IllegalArgumentException("unknown command " + options.command());
    };
  }

  private void tell(Outcome outcome) {
    switch (outcome) {
      case Outcome.Done done -> journal.accept("done: " + done.what());
      case Outcome.Refused refused -> lines("refused", refused.reasons());
      case Outcome.RolledBack rolledBack -> lines("rolled back", rolledBack.reasons());
      case Outcome.Stuck stuck -> {
        lines("because", stuck.reasons());
        lines("a person must look", stuck.stuck());
      }
    }
  }

  private void lines(String what, List<String> reasons) {
    reasons.forEach(reason -> journal.accept(what + ": " + reason));
  }
}
