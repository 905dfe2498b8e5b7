package app.tiktoktoe.atproto.mst;

import app.tiktoktoe.atproto.cid.Cid;

/**
 * A record in the tree; a malformed key is refused with {@link InvalidTreeException}.
 *
 * @param key {@code collection/rkey}, at most 1,024 bytes
 * @param value the record's CID
 */
public record MstEntry(String key, Cid value) {
  public MstEntry {
    if (!MstKey.isValid(key)) {
      throw new InvalidTreeException("not a collection/rkey key");
    }
  }
}
