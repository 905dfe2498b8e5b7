package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;

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

  DocumentReference link(Did did, String id) {
    return head(did).collection("links").document(id);
  }

  DocumentReference blob(Did did, Cid cid) {
    return head(did).collection("blobs").document(cid.toString());
  }
}
