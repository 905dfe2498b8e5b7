package app.tiktoktoe.accounts;

import java.net.URI;
import java.time.Duration;

/**
 * Whether accounts are by invitation.
 *
 * @param required whether making an account takes a code
 * @param interval in which every account earns a code to give away; zero when none are earned
 * @param host what codes begin with: the service's host
 */
public record Invitations(boolean required, Duration interval, String host) {
  /** Checks the interval. */
  public Invitations {
    if (interval.isNegative()) {
      throw new IllegalArgumentException("an interval between codes of " + interval);
    }
  }

  /** Accounts for everybody. */
  public static Invitations none(URI origin) {
    return new Invitations(false, Duration.ZERO, origin.getHost());
  }

  /** Whether accounts earn codes. */
  boolean areEarned() {
    return required && interval.isPositive();
  }
}
