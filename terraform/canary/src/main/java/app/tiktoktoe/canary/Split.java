package app.tiktoktoe.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who gets a service's requests. The traffic list itself is the only memory between two runs: the
 * tags say which part each revision plays, so that a run that died is resumed or undone by the
 * next.
 *
 * @param stable gets what the fresh revision does not get
 * @param previous what served before {@code stable}; where {@link #rolledBack} goes
 * @param withdrawn the last revision that was taken out of service
 * @param others tags that are none of ours, kept as they are
 */
record Split(
    Revision stable,
    Optional<Fresh> fresh,
    Optional<Revision> previous,
    Optional<Revision> withdrawn,
    List<TrafficTarget> others) {
  static final String FRESH_TAG = "canary";
  private static final String STABLE_TAG = "stable";
  private static final String PREVIOUS_TAG = "previous";
  private static final String WITHDRAWN_TAG = "withdrawn";

  Split {
    others = List.copyOf(others);
  }

  /** The revision that is on trial, and its share of the requests. */
  record Fresh(Revision revision, int percent) {}

  /** A service that serves one revision and has no history. */
  static Split settled(Revision stable) {
    return new Split(stable, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * Reads a traffic list.
   *
   * @param latestReady stands for "whatever is the latest"
   * @return empty when the list is split by hand, so that nobody can say which revision is the
   *     stable one
   */
  static Optional<Split> read(List<TrafficTarget> targets, Revision latestReady) {
    Optional<TrafficTarget> fresh = tagged(targets, FRESH_TAG);
    Optional<Revision> stable =
        tagged(targets, STABLE_TAG)
            .or(() -> onlyOneThatServes(targets))
            .map(target -> target.revision().orElse(latestReady));
    return stable.map(
        revision ->
            new Split(
                revision,
                fresh.map(
                    target -> new Fresh(target.revision().orElse(latestReady), target.percent())),
                tagged(targets, PREVIOUS_TAG).flatMap(TrafficTarget::revision),
                tagged(targets, WITHDRAWN_TAG).flatMap(TrafficTarget::revision),
                targets.stream().filter(Split::isForeign).toList()));
  }

  private static Optional<TrafficTarget> tagged(List<TrafficTarget> targets, String tag) {
    return targets.stream().filter(target -> target.tag().equals(Optional.of(tag))).findFirst();
  }

  private static Optional<TrafficTarget> onlyOneThatServes(List<TrafficTarget> targets) {
    List<TrafficTarget> serving =
        targets.stream()
            .filter(target -> target.percent() > 0)
            .filter(target -> !target.tag().equals(Optional.of(FRESH_TAG)))
            .toList();
    return serving.size() == 1 ? Optional.of(serving.getFirst()) : Optional.empty();
  }

  private static boolean isForeign(TrafficTarget target) {
    return target.percent() == 0
        && target
            .tag()
            .filter(
                tag -> !List.of(FRESH_TAG, STABLE_TAG, PREVIOUS_TAG, WITHDRAWN_TAG).contains(tag))
            .isPresent();
  }

  /** The traffic list that says this; percentages add up to 100. */
  List<TrafficTarget> targets() {
    List<TrafficTarget> targets = new ArrayList<>();
    int share = fresh.map(Fresh::percent).orElse(0);
    targets.add(
        fresh.isPresent()
            ? TrafficTarget.of(stable, 100 - share, STABLE_TAG)
            : TrafficTarget.of(stable, 100));
    fresh.ifPresent(
        trial -> targets.add(TrafficTarget.of(trial.revision(), trial.percent(), FRESH_TAG)));
    previous.ifPresent(revision -> targets.add(TrafficTarget.of(revision, 0, PREVIOUS_TAG)));
    withdrawn.ifPresent(revision -> targets.add(TrafficTarget.of(revision, 0, WITHDRAWN_TAG)));
    targets.addAll(others);
    return targets;
  }

  /** The share that {@code revision} has as the one on trial. */
  int percentOf(Revision revision) {
    return fresh.filter(trial -> trial.revision().equals(revision)).map(Fresh::percent).orElse(0);
  }

  /** Gives {@code revision} a share; another one on trial is dropped. */
  Split trying(Revision revision, int percent) {
    return new Split(
        stable,
        Optional.of(new Fresh(revision, percent)),
        previous,
        withdrawn.filter(old -> !old.equals(revision)),
        others);
  }

  /** The revision on trial becomes the stable one; the stable one is kept as the way back. */
  Split promoted() {
    return fresh
        .map(trial -> new Split(trial.revision(), none(), Optional.of(stable), none(), others))
        .orElse(this);
  }

  /** The revision on trial gets nothing any more. */
  Split undone() {
    return fresh
        .map(trial -> new Split(stable, none(), previous, Optional.of(trial.revision()), others))
        .orElse(this);
  }

  /** {@code target} serves everything; whatever served is withdrawn. */
  Split rolledBack(Revision target) {
    Revision bad = fresh.map(Fresh::revision).filter(r -> !r.equals(target)).orElse(stable);
    return target.equals(stable)
        ? undone()
        : new Split(target, none(), none(), Optional.of(bad), others);
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }
}
