package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.MailRequest;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds what a deleted account has left that is private: sign-ins, who signs in to it by Firebase,
 * and what a request wrote that was under way when it was deleted. Thread-safe.
 */
public final class AccountRemains {
  private final Firestore firestore;

  /** On {@code firestore}. */
  public AccountRemains(Firestore firestore) {
    this.firestore = firestore;
  }

  /**
   * Documents that there are, at most {@code limit}; empty when none is left. Reads a document for
   * each and a few more.
   */
  public List<DocumentReference> documents(Did did, int limit) {
    List<DocumentReference> found = new ArrayList<>();
    Await.result(
            firestore
                .collection("sessions")
                .whereEqualTo("did", did.value())
                .select(FieldPath.documentId())
                .limit(limit)
                .get())
        .forEach(session -> found.add(session.getReference()));
    found.addAll(
        new FirebaseLinks(firestore).of(did).stream().limit(limit - (long) found.size()).toList());
    List<DocumentReference> single = new ArrayList<>();
    single.add(firestore.collection("accounts").document(did.value()));
    single.add(firestore.collection("preferences").document(did.value()));
    single.add(FactorStore.document(firestore, did));
    Arrays.stream(MailRequest.Kind.values())
        .map(kind -> EmailTokens.document(firestore, did, kind))
        .forEach(single::add);
    Await.result(firestore.getAll(single.toArray(DocumentReference[]::new))).stream()
        .filter(DocumentSnapshot::exists)
        .limit(limit - (long) found.size())
        .forEach(document -> found.add(document.getReference()));
    return found;
  }
}
