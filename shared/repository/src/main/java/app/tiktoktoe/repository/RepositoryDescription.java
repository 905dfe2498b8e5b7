package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.Tid;
import java.util.List;

/**
 * What a repository is at one moment.
 *
 * @param signed the latest commit
 * @param commit its CID
 * @param collections those with at least one record, sorted
 */
public record RepositoryDescription(
    RepositoryStatus status, Commit signed, Cid commit, long records, List<Nsid> collections) {
  /** Copies the collections. */
  public RepositoryDescription {
    collections = List.copyOf(collections);
  }

  /** The account. */
  public Did did() {
    return signed.did();
  }

  /** The revision. */
  public Tid rev() {
    return signed.rev();
  }

  /** The root of the tree. */
  public Cid data() {
    return signed.data();
  }
}
