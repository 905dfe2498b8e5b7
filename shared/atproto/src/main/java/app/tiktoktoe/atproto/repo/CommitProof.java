package app.tiktoktoe.atproto.repo;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.InvalidTreeException;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstOutline;
import app.tiktoktoe.atproto.mst.MstReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The proof that a commit's operations are what leads from the tree before it to its own: the nodes
 * that hold the neighbours of each changed key. With them alone a consumer undoes the operations
 * and must arrive at the previous root.
 *
 * @see <a href="https://atproto.com/specs/sync#commit-validation-mst-operation-inversion">MST
 *     operation inversion</a>
 */
public final class CommitProof {
  private CommitProof() {}

  /**
   * The nodes of the proof: the root always, and with it every node that the operations made.
   *
   * @param tree after the operations; the changed keys and their neighbours must be known
   * @return the root first
   * @throws InvalidTreeException if a node that is needed is hidden
   */
  public static Map<Cid, byte[]> nodes(Mst tree, List<RepoOp> ops) {
    Map<Cid, byte[]> nodes = new LinkedHashMap<>();
    for (RepoOp op : ops) {
      nodes.putAll(tree.coveringProof(op.key()));
    }
    if (nodes.isEmpty()) {
      String known = tree.entries().isEmpty() ? "" : tree.entries().getFirst().key();
      nodes.put(tree.root(), Objects.requireNonNull(tree.path(known).get(tree.root())));
    }
    return nodes;
  }

  /**
   * The root before the operations.
   *
   * @param blocks gives the block under a CID, checked to be what the CID says; null when there is
   *     none
   * @param root after the operations
   * @throws InvalidTreeException if the blocks do not suffice or are not of a canonical tree, or
   *     the tree has not what the operations say they left there
   */
  public static Cid rootBefore(
      Function<Cid, byte @Nullable []> blocks, Cid root, List<RepoOp> ops) {
    MstOutline after = new MstReader(blocks).outline(root);
    Map<String, Optional<Cid>> undo = new HashMap<>();
    for (RepoOp op : ops) {
      if (undo.put(op.key(), Optional.ofNullable(op.before())) != null) {
        throw new InvalidTreeException("two operations on " + op.key());
      }
    }
    requireResults(after, ops);
    return Mst.rootOf(after.with(undo));
  }

  private static void requireResults(MstOutline after, List<RepoOp> ops) {
    Map<String, Cid> known = new HashMap<>();
    for (MstEntry entry : after.entries()) {
      known.put(entry.key(), entry.value());
    }
    for (RepoOp op : ops) {
      if (!Objects.equals(known.get(op.key()), op.after())) {
        throw new InvalidTreeException("the tree has not what was done to " + op.key());
      }
    }
  }
}
