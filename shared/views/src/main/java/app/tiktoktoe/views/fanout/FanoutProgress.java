package app.tiktoktoe.views.fanout;

import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How far a long fan-out has come: documents {@code fanouts/{did}_{rkey}}. Viewers are served in
 * the order of their DIDs, so the last one served says all. Thread-safe.
 */
final class FanoutProgress {
  private static final Duration KEPT = Duration.ofDays(3);

  private final Firestore firestore;

  FanoutProgress(Firestore firestore) {
    this.firestore = firestore;
  }

  /** The last viewer served, empty when none was, for one read. */
  String lastServed(String id) {
    DocumentSnapshot document = Await.result(document(id).get());
    return document.exists() ? new Fields(document).text("lastServed") : "";
  }

  /** Notes the last viewer served, for one write. */
  void note(String id, String lastServed, Instant time) {
    Await.result(
        document(id)
            .set(
                Map.of(
                    Fields.VERSION_FIELD,
                    Fields.VERSION,
                    "lastServed",
                    lastServed,
                    "expireAt",
                    Fields.timestamp(time.plus(KEPT)))));
  }

  private DocumentReference document(String id) {
    return firestore.collection("fanouts").document(id);
  }
}
