package app.tiktoktoe.events;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Tid;
import com.google.protobuf.ByteString;
import java.util.Optional;

/**
 * What a commit did to the repository's tree, so that anyone can check the operations against the
 * signed roots before and after.
 *
 * @param since the revision before; empty for a repository's first commit
 * @param dataBefore the root before; empty for a repository's first commit
 * @param proof a CAR whose root is the commit: the commit and the nodes that hold the changed keys
 *     and their neighbours. The records are those of the operations
 * @see <a href="https://atproto.com/specs/sync#commit-diffs">Commit diffs</a>
 */
public record TreeChange(Optional<Tid> since, Optional<Cid> dataBefore, ByteString proof) {
  /** That of a repository's first commit. */
  public static TreeChange first(ByteString proof) {
    return new TreeChange(Optional.empty(), Optional.empty(), proof);
  }
}
