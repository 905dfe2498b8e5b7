package app.tiktoktoe.views.actor;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds what is kept for an account alone: what it sees, was told, has seen and uses. Its posts and
 * edges are not among it, nor is the document {@code actors/{did}}. Thread-safe.
 */
public final class OwnDocuments {
  private final Firestore firestore;

  /** On {@code firestore}. */
  public OwnDocuments(Firestore firestore) {
    this.firestore = firestore;
  }

  /**
   * Documents that there are, at most {@code limit}; empty when none is left. Reads a document for
   * each and seven more.
   */
  public List<DocumentReference> find(Did did, int limit) {
    List<DocumentReference> found = new ArrayList<>();
    for (Query kind :
        List.of(
            packed("reactions", did),
            packed("followers", did),
            firestore.collection("notifications").document(did.value()).collection("items"),
            firestore.collection("devices").document(did.value()).collection("tokens"))) {
      if (found.size() < limit) {
        Await.result(kind.select(FieldPath.documentId()).limit(limit - found.size()).get())
            .forEach(document -> found.add(document.getReference()));
      }
    }
    singles(did).limit(limit - (long) found.size()).forEach(found::add);
    return found;
  }

  private Query packed(String collection, Did did) {
    return firestore
        .collection(collection)
        .whereGreaterThan(FieldPath.documentId(), did.value() + "_")
        .whereLessThan(FieldPath.documentId(), did.value() + "`");
  }

  private Stream<DocumentReference> singles(Did did) {
    DocumentReference[] references =
        Stream.of("viewers", "timelines", "notificationStates")
            .map(collection -> firestore.collection(collection).document(did.value()))
            .toArray(DocumentReference[]::new);
    return Await.result(firestore.getAll(references)).stream()
        .filter(DocumentSnapshot::exists)
        .map(DocumentSnapshot::getReference);
  }
}
