package app.tiktoktoe.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The points that an account has spent on writes in the present hour and day: 3 for a create, 2 for
 * an update, 1 for a delete.
 *
 * @param hour hours since 1970
 * @param day days since 1970
 */
record RateWindow(long hour, int hourPoints, long day, int dayPoints) {
  static final int MAX_HOUR_POINTS = 5_000;
  static final int MAX_DAY_POINTS = 35_000;
  static final RateWindow UNUSED = new RateWindow(0, 0, 0, 0);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  RateWindow spend(int points, Instant now) {
    long thisHour = count(now, HOUR);
    long thisDay = count(now, DAY);
    return new RateWindow(
        thisHour,
        (thisHour == hour ? hourPoints : 0) + points,
        thisDay,
        (thisDay == day ? dayPoints : 0) + points);
  }

  /** The refusal when more was spent than there is; {@code now} is in this window. */
  Optional<WriteOutcome.RateLimited> overdrawn(Instant now) {
    if (dayPoints > MAX_DAY_POINTS) {
      return Optional.of(limited(MAX_DAY_POINTS, DAY, now));
    }
    return hourPoints > MAX_HOUR_POINTS
        ? Optional.of(limited(MAX_HOUR_POINTS, HOUR, now))
        : Optional.empty();
  }

  private static WriteOutcome.RateLimited limited(int points, Duration window, Instant now) {
    long next = (count(now, window) + 1) * window.toSeconds();
    return new WriteOutcome.RateLimited(points, window, now, Instant.ofEpochSecond(next));
  }

  private static long count(Instant now, Duration window) {
    return Math.floorDiv(now.getEpochSecond(), window.toSeconds());
  }
}
