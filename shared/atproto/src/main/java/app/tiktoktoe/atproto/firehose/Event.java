package app.tiktoktoe.atproto.firehose;

import app.tiktoktoe.atproto.syntax.Did;
import java.time.Instant;

/**
 * Something that happened to an account, without its place in the stream.
 *
 * @see <a href="https://atproto.com/specs/sync#firehose">Firehose</a>
 */
public sealed interface Event permits CommitEvent, SyncEvent, IdentityEvent, AccountEvent {
  /** The account. */
  Did did();

  /** When it was first announced, in whole milliseconds. */
  Instant time();
}
