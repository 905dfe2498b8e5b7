package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.car.CarBlock;
import app.tiktoktoe.atproto.cid.Cid;
import java.util.List;

/** What {@link RepositoryExports} answers. */
public sealed interface Export {
  /** The blocks, all of one commit, in the order in which a CAR has them. */
  record Blocks(RepositoryDescription repository, List<CarBlock> blocks) implements Export {
    /** Copies the list, not the blocks. */
    public Blocks {
      blocks = List.copyOf(blocks);
    }
  }

  /** There are more bytes than the caller wants to hold. */
  record TooLarge(RepositoryDescription repository) implements Export {}

  /** Some blocks are not in the repository. */
  record BlocksNotFound(List<Cid> missing) implements Export {
    /** Copies the CIDs. */
    public BlocksNotFound {
      missing = List.copyOf(missing);
    }
  }

  /** The caller does not serve it. */
  record NotServed(RepositoryDescription repository) implements Export {}

  /** There is no such repository here. */
  record RepoNotFound() implements Export {}
}
