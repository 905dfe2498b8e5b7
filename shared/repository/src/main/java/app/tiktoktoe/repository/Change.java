package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.repo.RepoOp;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RecordOperation.Action;
import java.util.Optional;

/** What a commit does to one record: {@code before} and {@code after} differ. */
record Change(Nsid collection, RecordKey rkey, Optional<Cid> before, Optional<RecordValue> after) {

  /** The key in the tree. */
  String key() {
    return key(collection, rkey);
  }

  static String key(Nsid collection, RecordKey rkey) {
    return collection + "/" + rkey;
  }

  /** The record key in a key of the tree. */
  static RecordKey rkey(String key) {
    return RecordKey.parse(key.substring(key.indexOf('/') + 1));
  }

  Action action() {
    if (after.isEmpty()) {
      return Action.DELETE;
    }
    return before.isEmpty() ? Action.CREATE : Action.UPDATE;
  }

  int points() {
    return switch (action()) {
      case CREATE -> 3;
      case UPDATE -> 2;
      case DELETE -> 1;
    };
  }

  RepoOp op() {
    return new RepoOp(key(), before.orElse(null), after.map(RecordValue::cid).orElse(null));
  }

  RecordOperation operation() {
    return new RecordOperation(
        action(),
        collection,
        rkey,
        after.map(RecordValue::cid).orElse(null),
        after.map(RecordValue::json).orElse(null),
        before.orElse(null));
  }
}
