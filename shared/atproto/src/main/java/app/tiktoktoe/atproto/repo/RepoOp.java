package app.tiktoktoe.atproto.repo;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.InvalidTreeException;
import app.tiktoktoe.atproto.mst.Mst;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a commit did to one record.
 *
 * @param key {@code collection/rkey}
 * @param before the record's CID in the previous commit, null for a create
 * @param after the record's CID in this commit, null for a delete
 */
public record RepoOp(String key, @Nullable Cid before, @Nullable Cid after) {
  /** The kinds of operations, as events name them in lower case. */
  public enum Action {
    CREATE,
    UPDATE,
    DELETE
  }

  /**
   * Checks the key and the values.
   *
   * @throws InvalidTreeException if the key is malformed, or nothing changes
   */
  public RepoOp {
    if (!Mst.isValidKey(key)) {
      throw new InvalidTreeException("not a collection/rkey key");
    }
    if (Objects.equals(before, after)) {
      throw new InvalidTreeException("an operation that changes nothing");
    }
  }

  /** A new record. */
  public static RepoOp create(String key, Cid after) {
    return new RepoOp(key, null, after);
  }

  /** Another record under the same key. */
  public static RepoOp update(String key, Cid before, Cid after) {
    return new RepoOp(key, before, after);
  }

  /** The end of a record. */
  public static RepoOp delete(String key, Cid before) {
    return new RepoOp(key, before, null);
  }

  /** What the values say. */
  public Action action() {
    if (before == null) {
      return Action.CREATE;
    }
    return after == null ? Action.DELETE : Action.UPDATE;
  }
}
