package app.tiktoktoe.views.notification;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Up to when accounts have seen their notifications: private state, documents {@code
 * notificationStates/{did}}. Thread-safe.
 */
public final class SeenMarks {
  private final Firestore firestore;

  /** On {@code firestore}. */
  public SeenMarks(Firestore firestore) {
    this.firestore = firestore;
  }

  /** The mark, for one read; empty for an account that never set one. */
  public Optional<Instant> find(Did did) {
    DocumentSnapshot document = Await.result(document(did).get());
    return document.exists() ? Optional.of(new Fields(document).time("seenAt")) : Optional.empty();
  }

  /** Sets the mark, for one write. */
  public void put(Did did, Instant seenAt) {
    Await.result(
        document(did)
            .set(Map.of(Fields.VERSION_FIELD, Fields.VERSION, "seenAt", Fields.timestamp(seenAt))));
  }

  private DocumentReference document(Did did) {
    return firestore.collection("notificationStates").document(did.value());
  }
}
