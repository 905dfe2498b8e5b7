package app.tiktoktoe.atproto.firehose;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.CommitSlice;
import app.tiktoktoe.atproto.repo.RepoOp;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code #commit}: a repository has a new commit.
 *
 * @param commit the CID of the commit
 * @param since the revision before, null for the first commit
 * @param prevData the root of the tree before, null for the first commit
 * @param ops at most {@link #MAX_OPS}, each key once
 * @param blocks the CAR of a {@link CommitSlice}, at most {@link CommitSlice#MAX_BYTES}; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record CommitEvent(
    Did did,
    Cid commit,
    Tid rev,
    @Nullable Tid since,
    @Nullable Cid prevData,
    List<RepoOp> ops,
    byte[] blocks,
    Instant time)
    implements Event {
  /** The most operations of one commit. */
  public static final int MAX_OPS = 200;

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException above one of them
   */
  public CommitEvent {
    ops = List.copyOf(ops);
    time = time.truncatedTo(ChronoUnit.MILLIS);
    if (ops.size() > MAX_OPS || blocks.length > CommitSlice.MAX_BYTES) {
      throw new IllegalArgumentException(
          "A commit event of %d operations and %d bytes".formatted(ops.size(), blocks.length));
    }
  }

  /**
   * The event of a slice.
   *
   * @param before the commit before it, null if this is the first
   */
  public static CommitEvent of(
      CommitSlice slice, @Nullable Commit before, List<RepoOp> ops, Instant time) {
    Commit commit = slice.commit();
    Tid since = before == null ? null : before.rev();
    Cid prevData = before == null ? null : before.data();
    return new CommitEvent(
        commit.did(), commit.cid(), commit.rev(), since, prevData, ops, slice.encode(), time);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CommitEvent event
        && did.equals(event.did)
        && commit.equals(event.commit)
        && rev.equals(event.rev)
        && Objects.equals(since, event.since)
        && Objects.equals(prevData, event.prevData)
        && ops.equals(event.ops)
        && Arrays.equals(blocks, event.blocks)
        && time.equals(event.time);
  }

  @Override
  public int hashCode() {
    return Objects.hash(did, commit, time);
  }

  @Override
  public String toString() {
    return "CommitEvent[" + did + " " + rev + " " + commit + " " + ops + "]";
  }
}
