package app.tiktoktoe.canary;

import java.time.Duration;
import java.util.Optional;

/**
 * What was measured of one revision in an interval.
 *
 * @param errors answers of class 5xx
 * @param refusals answers of class 4xx
 * @param p95 absent when there was no request
 */
record Sample(long requests, long errors, long refusals, Optional<Duration> p95) {
  static final Sample NONE = new Sample(0, 0, 0, Optional.empty());

  Sample {
    if (errors < 0 || refusals < 0 || errors + refusals > requests) {
      throw new IllegalArgumentException(
          errors + " errors and " + refusals + " refusals of " + requests + " requests");
    }
  }

  /** 0 to 1. */
  double errorShare() {
    return requests == 0 ? 0 : (double) errors / requests;
  }

  /** 0 to 1. */
  double refusalShare() {
    return requests == 0 ? 0 : (double) refusals / requests;
  }
}
