package app.tiktoktoe.views.timeline;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.util.Optional;

/** The timelines of active viewers: collection {@code timelines}. Thread-safe. */
public final class Timelines {
  private final Firestore firestore;

  /** On {@code firestore}. */
  public Timelines(Firestore firestore) {
    this.firestore = firestore;
  }

  /** A viewer's timeline, for one read; empty for one who has been away or is not here. */
  public Optional<Timeline> find(Did viewer) {
    DocumentSnapshot document = Await.result(document(viewer).get());
    return document.exists() ? Optional.of(Timeline.of(document)) : Optional.empty();
  }

  /** Where a timeline is kept. */
  public DocumentReference document(Did viewer) {
    return firestore.collection("timelines").document(viewer.value());
  }
}
