package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;

/**
 * The head of a repository: its latest commit, the keys that its tree follows from, and what
 * decides whether it may be written.
 *
 * @param data the root of the tree
 * @param sealedKey the signing key, as the {@link KeyVault} sealed it; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record Head(
    Did did,
    Tid rev,
    Cid commit,
    Cid data,
    KeyList keys,
    byte[] sealedKey,
    Standing standing,
    RateWindow rate) {

  RepositoryDescription describe() {
    return new RepositoryDescription(
        did, standing.status(), rev, commit, data, keys.size(), keys.collections());
  }
}
