package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which account a person of Firebase Auth signs in to. Collection {@code firebaseLinks}, by the
 * digest of Firebase's name of the person, so that one person has one account. Thread-safe.
 */
final class FirebaseLinks {
  private static final int FEW = 10;

  private final Firestore firestore;

  FirebaseLinks(Firestore firestore) {
    this.firestore = firestore;
  }

  /** What stands for a person in names of documents and counters. */
  static String digest(String uid) {
    return HexFormat.of().formatHex(Sha256.digest(uid.getBytes(StandardCharsets.UTF_8)));
  }

  /** Whose account it is; one document read. */
  Optional<Did> accountOf(String uid) {
    DocumentSnapshot link = Await.result(link(uid).get());
    return link.exists() ? Optional.of(Did.parse(Documents.text(link, "did"))) : Optional.empty();
  }

  /** Whether anybody of Firebase is linked with the account; one document read. */
  boolean has(Did did) {
    return !Await.result(of(firestore, did).limit(1).get()).isEmpty();
  }

  /** Adds a creation to {@code batch}, which fails when the person has an account. */
  void addTo(WriteBatch batch, String uid, Did did) {
    batch.create(link(uid), Map.of(Documents.VERSION_FIELD, Documents.VERSION, "did", did.value()));
  }

  /** All links of an account; a document read each, and one where there is none. */
  List<DocumentReference> of(Did did) {
    return Await.result(of(firestore, did).limit(FEW).get()).getDocuments().stream()
        .map(QueryDocumentSnapshot::getReference)
        .toList();
  }

  static Query of(Firestore firestore, Did did) {
    return firestore.collection("firebaseLinks").whereEqualTo("did", did.value());
  }

  private DocumentReference link(String uid) {
    return firestore.collection("firebaseLinks").document(digest(uid));
  }
}
