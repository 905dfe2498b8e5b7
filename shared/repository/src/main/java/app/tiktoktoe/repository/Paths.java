package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.util.List;

/** Where the documents of a repository are. Thread-safe. */
record Paths(Firestore firestore) {
  DocumentReference head(Did did) {
    return firestore.collection("repos").document(did.toString());
  }

  CollectionReference records(Did did) {
    return head(did).collection("records");
  }

  DocumentReference record(Did did, Nsid collection, RecordKey rkey) {
    return records(did).document(collection + ":" + rkey);
  }

  /** The record at a key of the tree. */
  DocumentReference record(Did did, String key) {
    return records(did).document(key.replace('/', ':'));
  }

  DocumentReference segment(Did did, String id) {
    return head(did).collection("segments").document(id);
  }

  CollectionReference blobs(Did did) {
    return head(did).collection("blobs");
  }

  DocumentReference blob(Did did, Cid cid) {
    return blobs(did).document(cid.toString());
  }

  /** Each document, also one that does not exist, in one round trip. */
  List<DocumentSnapshot> getAll(List<DocumentReference> documents) {
    return documents.isEmpty()
        ? List.of()
        : Await.result(firestore.getAll(documents.toArray(DocumentReference[]::new)));
  }

  /** The documents that exist, in one round trip. */
  List<DocumentSnapshot> getExisting(List<DocumentReference> documents) {
    return getAll(documents).stream().filter(DocumentSnapshot::exists).toList();
  }
}
