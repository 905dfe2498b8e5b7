package app.tiktoktoe.atproto.firehose;

import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.CommitSlice;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code #sync}: a repository stands at a commit, whatever a consumer had of it before.
 *
 * @param blocks a CAR of the commit alone, at most {@link #MAX_BYTES}; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record SyncEvent(Did did, Tid rev, byte[] blocks, Instant time) implements Event {
  /** The most bytes of {@link #blocks()}. */
  public static final int MAX_BYTES = 10_000;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException above it
   */
  public SyncEvent {
    time = time.truncatedTo(ChronoUnit.MILLIS);
    if (blocks.length > MAX_BYTES) {
      throw new IllegalArgumentException("A sync event of " + blocks.length + " bytes");
    }
  }

  /** The event of a commit. */
  public static SyncEvent of(Commit commit, Instant time) {
    return new SyncEvent(commit.did(), commit.rev(), CommitSlice.of(commit).encode(), time);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SyncEvent event
        && did.equals(event.did)
        && rev.equals(event.rev)
        && Arrays.equals(blocks, event.blocks)
        && time.equals(event.time);
  }

  @Override
  public int hashCode() {
    return Objects.hash(did, rev, time);
  }

  @Override
  public String toString() {
    return "SyncEvent[" + did + " " + rev + "]";
  }
}
