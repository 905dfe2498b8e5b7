package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes to one repository that become one commit.
 *
 * @param writes 1 to {@link #MAX_WRITES}
 * @param swapCommit the commit that the writer believes to be the latest
 * @param replaceDuplicates whether a created like, repost, follow or block deletes an older one of
 *     the same subject
 * @param tokenIssuedAt when the writer's token was issued: the repository's owner may have revoked
 *     it since
 */
public record WriteRequest(
    Did repo,
    List<RecordWrite> writes,
    Optional<Cid> swapCommit,
    boolean replaceDuplicates,
    Instant tokenIssuedAt) {
  /** The most writes of one commit. */
  public static final int MAX_WRITES = 200;

  /** Copies and counts the writes. */
  public WriteRequest {
    writes = List.copyOf(writes);
    if (writes.isEmpty() || writes.size() > MAX_WRITES) {
      throw new IllegalArgumentException(writes.size() + " writes");
    }
  }
}
