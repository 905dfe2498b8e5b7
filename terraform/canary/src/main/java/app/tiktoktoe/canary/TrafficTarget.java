package app.tiktoktoe.canary;

import java.util.Optional;

/**
 * One line of a service's traffic list.
 *
 * @param revision absent for "whatever is the latest"
 * @param percent 0 to 100
 * @param tag gives the revision an address of its own
 */
record TrafficTarget(Optional<Revision> revision, int percent, Optional<String> tag) {
  TrafficTarget {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("not a percentage: " + percent);
    }
  }

  static TrafficTarget latest(int percent) {
    return new TrafficTarget(Optional.empty(), percent, Optional.empty());
  }

  static TrafficTarget of(Revision revision, int percent) {
    return new TrafficTarget(Optional.of(revision), percent, Optional.empty());
  }

  static TrafficTarget of(Revision revision, int percent, String tag) {
    return new TrafficTarget(Optional.of(revision), percent, Optional.of(tag));
  }

  @Override
  public String toString() {
    return revision.map(Revision::name).orElse("LATEST")
        + "="
        + percent
        + tag.map(name -> "#" + name).orElse("");
  }
}
