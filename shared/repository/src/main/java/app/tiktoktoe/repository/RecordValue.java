package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cid.Cid;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A record to be written, encoded. */
@SuppressWarnings("ArrayRecordComponent")
record RecordValue(ObjectNode json, byte[] block, Cid cid, List<BlobReference> blobs) {

  static RecordValue of(ObjectNode json) {
    byte[] block = DagCbor.encode(json);
    return new RecordValue(json, block, Cid.ofCbor(block), BlobReference.in(json));
  }
}
