package app.tiktoktoe.canary;

import java.time.Duration;
import java.util.List;

/**
 * How fast a roll goes.
 *
 * @param steps percentages, rising, the last one 100
 * @param hold how long a step is measured before it can pass
 * @param lag how long a request takes to be seen in the measurements; each step lasts {@code lag +
 *     hold} at least
 * @param patience how much longer a step waits for requests that are missing
 * @param poll between two looks
 * @param recent the last part of a step that is judged by itself as well, so that a good beginning
 *     hides no bad end
 */
record Pace(
    List<Integer> steps,
    Duration hold,
    Duration lag,
    Duration patience,
    Duration poll,
    Duration recent) {
  static final Pace DEFAULT =
      new Pace(
          List.of(5, 25, 50, 100),
          Duration.ofMinutes(5),
          Duration.ofMinutes(4),
          Duration.ofMinutes(12),
          Duration.ofSeconds(30),
          Duration.ofMinutes(3));

  Pace {
    steps = List.copyOf(steps);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) <= (i == 0 ? 0 : steps.get(i - 1))) {
        throw new IllegalArgumentException("steps must rise from above 0: " + steps);
      }
    }
    if (steps.isEmpty() || steps.getLast() != 100) {
      throw new IllegalArgumentException("the last step must be 100: " + steps);
    }
  }

  Pace withSteps(List<Integer> percentages) {
    return new Pace(percentages, hold, lag, patience, poll, recent);
  }

  Pace withHold(Duration time) {
    return new Pace(steps, time, lag, patience, poll, recent);
  }

  Pace withPatience(Duration time) {
    return new Pace(steps, hold, lag, time, poll, recent);
  }
}
