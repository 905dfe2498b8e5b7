package app.tiktoktoe.atproto.firehose;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code #identity}: resolve the account's DID and handle again.
 *
 * @param handle the present one, null if it is not told
 */
public record IdentityEvent(Did did, @Nullable Handle handle, Instant time) implements Event {
  public IdentityEvent {
    time = time.truncatedTo(ChronoUnit.MILLIS);
  }
}
