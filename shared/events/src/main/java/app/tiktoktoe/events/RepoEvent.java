package app.tiktoktoe.events;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Tid;
import java.time.Instant;
import java.util.List;

/**
 * What happened to one account's repository or identity. Delivered at least once and in any order;
 * {@link #did} and {@link CommitEvent#rev} say what it supersedes.
 */
public sealed interface RepoEvent {
  /** The account. */
  Did did();

  /** When it was accepted; what views call {@code indexedAt}. */
  Instant time();

  /**
   * A commit.
   *
   * @param rev the repository's revision after it
   * @param commit the CID of the signed commit
   * @param operations at least none (the first commit of a repository is empty), at most 200, each
   *     for another record
   * @param tree what they did to the tree
   */
  record CommitEvent(
      Did did, Tid rev, Cid commit, Instant time, List<RecordOperation> operations, TreeChange tree)
      implements RepoEvent {
    /** Copies the operations. */
    public CommitEvent {
      operations = List.copyOf(operations);
    }
  }

  /** The account has a new handle, or its first. */
  record IdentityEvent(Did did, Handle handle, Instant time) implements RepoEvent {}

  /**
   * Whether the account is served, from now on: at its beginning, and whenever that changes.
   *
   * @param status {@link AccountStatus#ACTIVE}, or why it is not served
   */
  record AccountEvent(Did did, AccountStatus status, Instant time) implements RepoEvent {}

  /**
   * Where the account's repository stands, whatever was known of it before: at its beginning, and
   * when it is served again.
   *
   * @param rev the repository's revision
   * @param commit the CID of its latest signed commit
   * @param imported whether it has records that came with an import, of which no commit told
   */
  record SyncEvent(Did did, Tid rev, Cid commit, Instant time, boolean imported)
      implements RepoEvent {
    /** Of a repository that came by commits alone. */
    public SyncEvent(Did did, Tid rev, Cid commit, Instant time) {
      this(did, rev, commit, time, false);
    }
  }
}
