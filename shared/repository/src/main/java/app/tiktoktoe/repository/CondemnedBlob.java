package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * The document {@code condemnedBlobs/{did}_{cid}}: a blob whose document is gone and whose objects
 * have to follow.
 *
 * @param generation of the object that goes; 0 when there was none
 * @param isVideo whether it has renditions
 */
record CondemnedBlob(Did did, Cid cid, long generation, boolean isVideo, Instant condemnedAt) {
  static final String COLLECTION = "condemnedBlobs";
  private static final long VERSION = 1;

  static CondemnedBlob read(DocumentSnapshot document) {
    if (!Objects.equals(document.getLong("version"), VERSION)) {
      throw new IllegalStateException("version of " + document.getReference().getPath());
    }
    Timestamp at = Objects.requireNonNull(document.getTimestamp("condemnedAt"));
    return new CondemnedBlob(
        Did.parse(HeadDocument.text(document, "did")),
        Cid.parse(HeadDocument.text(document, "cid")),
        Objects.requireNonNull(document.getLong("generation")),
        Boolean.TRUE.equals(document.getBoolean("video")),
        Instant.ofEpochSecond(at.getSeconds(), at.getNanos()));
  }

  Map<String, Object> fields() {
    return Map.of(
        "version",
        VERSION,
        "did",
        did.toString(),
        "cid",
        cid.toString(),
        "generation",
        generation,
        "video",
        isVideo,
        "condemnedAt",
        HeadDocument.timestamp(condemnedAt));
  }

  DocumentReference document(Firestore firestore) {
    return firestore.collection(COLLECTION).document(did + "_" + cid);
  }
}
