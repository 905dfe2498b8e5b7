package app.tiktoktoe.events;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a commit did to one record.
 *
 * @param cid the record's new CID; null for a delete
 * @param record the record's new value in JSON form; null for a delete
 * @param previous the CID that the record had before; null for a create
 */
public record RecordOperation(
    Action action,
    Nsid collection,
    RecordKey rkey,
    @Nullable Cid cid,
    @Nullable ObjectNode record,
    @Nullable Cid previous) {

  /** The kinds, named as on the firehose. */
  public enum Action {
    CREATE,
    UPDATE,
    DELETE
  }

  /** Checks that a delete has no value and that everything else has one. */
  public RecordOperation {
    boolean delete = action == Action.DELETE;
    if (delete != (cid == null) || delete != (record == null)) {
      throw new InvalidEventException(action + " of " + collection + "/" + rkey + " and its value");
    }
  }

  /** The record's address in the repository of {@code did}. */
  public AtUri uri(Did did) {
    return AtUri.of(did, collection, rkey);
  }
}
