package app.tiktoktoe.outbound;

import java.time.Duration;

/**
 * How much a stranger's server may take of us.
 *
 * @param deadline for everything from the lookup of the host to the last byte, redirects included
 * @param maxBytes of the body
 * @param maxRedirects how many redirects are followed; with 0 a redirect is an answer like others
 */
public record Limits(Duration deadline, int maxBytes, int maxRedirects) {
  /** Checks the ranges. */
  public Limits {
    if (deadline.isNegative() || deadline.isZero() || maxBytes < 0 || maxRedirects < 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /** Without redirects. */
  public static Limits of(Duration deadline, int maxBytes) {
    return new Limits(deadline, maxBytes, 0);
  }
}
