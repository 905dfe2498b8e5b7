package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** The document {@code repos/{did}/records/{collection}:{rkey}}. Stateless. */
final class RecordDocument {
  private static final int VERSION = 1;

  private RecordDocument() {}

  static Map<String, Object> fields(Change change, RecordValue value, Tid rev, Instant now) {
    return fields(change.collection(), change.rkey(), value.cid(), value.block(), rev, now);
  }

  static Map<String, Object> fields(
      Nsid collection, RecordKey rkey, Cid cid, byte[] block, Tid rev, Instant now) {
    return Map.of(
        "version", VERSION,
        "collection", collection.toString(),
        "rkey", rkey.toString(),
        "cid", cid.toString(),
        "rev", rev.toString(),
        "record", Blob.fromBytes(block),
        "committedAt", HeadDocument.timestamp(now));
  }

  static StoredRecord read(DocumentSnapshot document) {
    Timestamp at = Objects.requireNonNull(document.getTimestamp("committedAt"));
    return new StoredRecord(
        RecordKey.parse(HeadDocument.text(document, "rkey")),
        Cid.parse(HeadDocument.text(document, "cid")),
        Tid.parse(HeadDocument.text(document, "rev")),
        Instant.ofEpochSecond(at.getSeconds(), at.getNanos()),
        value(document));
  }

  static ObjectNode value(DocumentSnapshot document) {
    return (ObjectNode) DagCbor.decode(HeadDocument.bytes(document, "record"));
  }
}
