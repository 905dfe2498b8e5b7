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
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The document {@code repos/{did}/records/{collection}:{rkey}}. Stateless. */
final class RecordDocument {
  /** What {@link RecordSubject} tells, where it does. */
  static final String SUBJECT = "subject";

  private static final int VERSION = 1;

  private RecordDocument() {}

  static Map<String, Object> fields(Change change, RecordValue value, Tid rev, Instant now) {
    return fields(
        change.collection(),
        change.rkey(),
        value.cid(),
        value.block(),
        RecordSubject.of(change.collection(), value.json()),
        rev,
        now);
  }

  static Map<String, Object> fields(
      Nsid collection,
      RecordKey rkey,
      Cid cid,
      byte[] block,
      Optional<String> subject,
      Tid rev,
      Instant now) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("version", VERSION);
    fields.put("collection", collection.toString());
    fields.put("rkey", rkey.toString());
    fields.put("cid", cid.toString());
    fields.put("rev", rev.toString());
    fields.put("record", Blob.fromBytes(block));
    fields.put("committedAt", HeadDocument.timestamp(now));
    subject.ifPresent(id -> fields.put(SUBJECT, id));
    return fields;
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
