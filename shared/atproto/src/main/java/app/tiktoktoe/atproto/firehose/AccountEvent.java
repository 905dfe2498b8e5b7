package app.tiktoktoe.atproto.firehose;

import app.tiktoktoe.atproto.syntax.Did;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code #account}: whether the host serves the account.
 *
 * @param active whether its repository can be fetched
 * @param status why not, null when it is active or nobody says
 */
public record AccountEvent(Did did, boolean active, @Nullable Status status, Instant time)
    implements Event {
  /** Why an account is not active, in lower case on the wire. */
  public enum Status {
    TAKENDOWN,
    SUSPENDED,
    DELETED,
    DEACTIVATED,
    DESYNCHRONIZED,
    THROTTLED;

    /** As the event spells it. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks that an active account has no status.
   *
   * @throws IllegalArgumentException if it has one
   */
  public AccountEvent {
    time = time.truncatedTo(ChronoUnit.MILLIS);
    if (active && status != null) {
      throw new IllegalArgumentException("An active account with the status " + status);
    }
  }

  /** The account is served. */
  public static AccountEvent active(Did did, Instant time) {
    return new AccountEvent(did, true, null, time);
  }

  /** The account is not served. */
  public static AccountEvent inactive(Did did, Status status, Instant time) {
    return new AccountEvent(did, false, status, time);
  }
}
