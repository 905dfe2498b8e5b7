package app.tiktoktoe.xrpc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where somebody stands below a limit after a call.
 *
 * @param used calls in this window, those that were refused among them
 * @param reset when the window ends
 */
public record Standing(RateLimit limit, long used, Instant reset) {
  private static final Comparator<Standing> TIGHTNESS =
      Comparator.comparing(Standing::isAllowed)
          .thenComparing(Standing::remaining)
          .thenComparing(Standing::reset, Comparator.reverseOrder());

  /** Whether the call is within the limit. */
  public boolean isAllowed() {
    return used <= limit.points();
  }

  /** Calls that are left. */
  public long remaining() {
    return Math.max(0, limit.points() - used);
  }

  /** The one that refuses, else the one with the fewest calls left. */
  static Optional<Standing> tightest(Collection<Standing> all) {
    return all.stream().min(TIGHTNESS);
  }

  /** {@code RateLimitExceeded}, until the window ends. */
  Refusal refusal(InstantSource clock) {
    return Refusal.tooMany(Duration.between(clock.instant(), reset));
  }

  /** As clients of the protocol read it; the end of the window in seconds since 1970. */
  Map<String, String> headers() {
    return new TreeMap<>(
        Map.of(
            "RateLimit-Limit",
            Integer.toString(limit.points()),
            "RateLimit-Remaining",
            Long.toString(remaining()),
            "RateLimit-Reset",
            Long.toString(reset.getEpochSecond()),
            "RateLimit-Policy",
            limit.points() + ";w=" + limit.window().toSeconds()));
  }
}
