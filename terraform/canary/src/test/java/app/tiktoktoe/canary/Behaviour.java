package app.tiktoktoe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a revision of the fake answers. */
@FunctionalInterface
interface Behaviour {
  Duration QUICK = Duration.ofMillis(80);

  Behaviour GOOD = answering(0, 0, QUICK);

  /** What comes of {@code requests} in an interval that begins at {@code at}. */
  Sample answer(Instant at, long requests);

  static Behaviour answering(double errorShare, double refusalShare, Duration p95) {
    return (at, requests) ->
        new Sample(
            requests,
            Math.round(requests * errorShare),
            Math.round(requests * refusalShare),
            requests == 0 ? Optional.empty() : Optional.of(p95));
  }

  static Behaviour failing(double errorShare) {
    return answering(errorShare, 0, QUICK);
  }

  static Behaviour slow(Duration p95) {
    return answering(0, 0, p95);
  }

  /** Is like this one until {@code end}, and like {@code after} from then on. */
  default Behaviour until(Instant end, Behaviour after) {
    return (at, requests) -> at.isBefore(end) ? answer(at, requests) : after.answer(at, requests);
  }

  /** Gets none of the requests that are meant for it. */
  static Behaviour deaf() {
    return (at, requests) -> Sample.NONE;
  }
}
