package app.tiktoktoe.xrpc;

import java.time.Duration;

/**
 * How often something may be done: {@code points} within a window that begins with the first time.
 *
 * @param name what is counted, a few letters: the same name shares one count
 * @param points calls that are allowed in a window
 * @param window its length, at least a second
 */
public record RateLimit(String name, int points, Duration window) {
  /** Checks the numbers. */
  public RateLimit {
    if (points < 1 || window.toSeconds() < 1) {
      throw new IllegalArgumentException("no limit: " + points + " in " + window);
    }
  }
}
