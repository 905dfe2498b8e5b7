package app.tiktoktoe.canary;

import java.time.Duration;

/**
 * What is harm. A revision is compared with numbers and with the stable revision in the same
 * minutes.
 *
 * @param minRequests with fewer, a share says nothing
 * @param minErrors fewer are chance; this many, and at least half of the requests, are harm below
 *     {@code minRequests} as well
 * @param maxErrorShare 0 to 1, whatever the stable revision does
 * @param errorFactor how many times the stable revision's error share is allowed, above a margin of
 *     half a percent
 * @param maxP95 whatever the stable revision does
 * @param p95Factor how many times the stable revision's p95 is allowed, above a margin of 100 ms
 * @param refusalMargin how much higher the share of 4xx may be than the stable revision's, 0 to 1
 * @param silence whether a revision that gets no requests, because the whole service gets none,
 *     passes
 */
record Limits(
    long minRequests,
    long minErrors,
    double maxErrorShare,
    double errorFactor,
    Duration maxP95,
    double p95Factor,
    double refusalMargin,
    Silence silence) {
  static final double ERROR_MARGIN = 0.005;
  static final Duration P95_MARGIN = Duration.ofMillis(100);
  static final Limits DEFAULT =
      new Limits(50, 3, 0.02, 2, Duration.ofSeconds(2), 2, 0.2, Silence.ROLLS_BACK);

  /** What a quiet service means. */
  enum Silence {
    /** A revision that nobody called proves nothing. */
    ROLLS_BACK,
    /** The service is rarely called; a revision that started and did no harm passes. */
    PASSES
  }

  Limits withMinRequests(long count) {
    return new Limits(
        count, minErrors, maxErrorShare, errorFactor, maxP95, p95Factor, refusalMargin, silence);
  }

  Limits withMaxErrorShare(double share) {
    return new Limits(
        minRequests, minErrors, share, errorFactor, maxP95, p95Factor, refusalMargin, silence);
  }

  Limits withMaxP95(Duration p95) {
    return new Limits(
        minRequests, minErrors, maxErrorShare, errorFactor, p95, p95Factor, refusalMargin, silence);
  }

  Limits withSilence(Silence meaning) {
    return new Limits(
        minRequests,
        minErrors,
        maxErrorShare,
        errorFactor,
        maxP95,
        p95Factor,
        refusalMargin,
        meaning);
  }
}
