package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.car.CarWriter;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.CommitProof;
import app.tiktoktoe.atproto.repo.RepoOp;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The CAR of a commit and of the nodes that prove what it did. Stateless. */
final class CommitSlice {
  private CommitSlice() {}

  /** The slice of a repository's first commit. */
  static ByteString ofFirst(Commit commit) {
    return car(commit, CommitProof.nodes(Mst.of(List.of()), List.of()));
  }

  /**
   * The slice of a commit, once it has been checked as its consumers will check it.
   *
   * @param before the root before the operations
   * @throws IllegalStateException if undoing the operations does not lead there
   */
  static ByteString of(Commit commit, Mst tree, List<RepoOp> ops, Cid before) {
    Map<Cid, byte[]> nodes = CommitProof.nodes(tree, ops);
    Cid undone = CommitProof.rootBefore(nodes::get, commit.data(), ops);
    if (!undone.equals(before)) {
      throw new IllegalStateException(
          "a commit of " + commit.did() + " leads from " + undone + ", not from " + before);
    }
    return car(commit, nodes);
  }

  private static ByteString car(Commit commit, Map<Cid, byte[]> nodes) {
    ByteString.Output out = ByteString.newOutput();
    byte[] block = commit.encode();
    Cid cid = Cid.ofCbor(block);
    try {
      CarWriter car = new CarWriter(out, cid);
      car.block(cid, block);
      for (Map.Entry<Cid, byte[]> node : nodes.entrySet()) {
        car.block(node.getKey(), node.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteString();
  }
}
