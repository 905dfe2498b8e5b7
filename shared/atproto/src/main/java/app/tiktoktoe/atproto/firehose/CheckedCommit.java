package app.tiktoktoe.atproto.firehose;

import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.mst.InvalidTreeException;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.CommitSlice;
import java.util.List;

/** What a consumer checks of a commit event, without having the repository. */
public final class CheckedCommit {
  private CheckedCommit() {}

  /**
   * The slice of an event that agrees with it: account, revision, CID and signature of the commit,
   * and that undoing the operations leads to {@link CommitEvent#prevData()}, from the first commit
   * to the empty tree. Whether that is where the consumer last saw the repository is the consumer's
   * to compare, as is {@link CommitEvent#since()}.
   *
   * @param key the account's repository key
   * @throws InvalidDataException if the slice is malformed or is not what the event says
   * @throws InvalidTreeException if its blocks do not prove the operations
   */
  public static CommitSlice of(CommitEvent event, PublicKey key) {
    CommitSlice slice = CommitSlice.decode(event.blocks());
    Commit commit = slice.commit();
    if (!commit.cid().equals(event.commit())
        || !commit.did().equals(event.did())
        || !commit.rev().equals(event.rev())) {
      throw new InvalidDataException("An event whose commit is another");
    }
    if (!commit.verify(key)) {
      throw new InvalidDataException("A commit that the account's key did not sign");
    }
    if (!slice.rootBefore(event.ops()).equals(claimedBefore(event))) {
      throw new InvalidDataException("Operations that do not lead from the tree before");
    }
    return slice;
  }

  private static Cid claimedBefore(CommitEvent event) {
    Cid prevData = event.prevData();
    if (prevData != null) {
      return prevData;
    }
    if (event.since() != null) {
      throw new InvalidDataException("A later commit that does not name the tree before");
    }
    return Mst.rootOf(List.of());
  }
}
