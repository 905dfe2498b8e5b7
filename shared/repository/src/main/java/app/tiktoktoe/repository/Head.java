package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;

/**
 * The head of a repository: its latest commit, the keys that its tree follows from, and what
 * decides whether it may be written.
 *
 * @param cid the commit's
 * @param sealedKey the signing key, as the {@link KeyVault} sealed it; not to be changed
 * @param isImporting whether an import has begun that has not been completed
 */
@SuppressWarnings("ArrayRecordComponent")
record Head(
    Commit commit,
    Cid cid,
    KeyIndex keys,
    CollectionCounts collections,
    byte[] sealedKey,
    Standing standing,
    RateWindow rate,
    boolean isImporting) {

  Did did() {
    return commit.did();
  }

  Tid rev() {
    return commit.rev();
  }

  /** The root of the tree. */
  Cid data() {
    return commit.data();
  }

  RepositoryDescription describe() {
    return collections.describe(standing.status(), commit, cid);
  }
}
