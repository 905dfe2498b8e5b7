package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.Tid;
import java.util.List;

/**
 * What a repository is at one moment.
 *
 * @param data the root of its tree
 * @param collections those with at least one record, sorted
 */
public record RepositoryDescription(
    Did did,
    RepositoryStatus status,
    Tid rev,
    Cid commit,
    Cid data,
    int records,
    List<Nsid> collections) {
  /** Copies the collections. */
  public RepositoryDescription {
    collections = List.copyOf(collections);
  }
}
