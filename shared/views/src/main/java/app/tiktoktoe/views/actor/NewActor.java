package app.tiktoktoe.views.actor;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.views.Fields;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The first documents of an account that is made here: {@code actors}, {@code viewers} and an empty
 * {@code timelines} document. Thread-safe.
 */
public final class NewActor {
  private final Firestore firestore;

  /** On {@code firestore}. */
  public NewActor(Firestore firestore) {
    this.firestore = firestore;
  }

  /** Adds three creations to {@code batch}, which therefore fails when one of them exists. */
  public void addTo(WriteBatch batch, Did did, Handle handle, Instant now) {
    batch.create(firestore.collection("actors").document(did.value()), actor(handle, now));
    batch.create(firestore.collection("viewers").document(did.value()), viewer(now));
    batch.create(firestore.collection("timelines").document(did.value()), timeline());
  }

  private static Map<String, Object> actor(Handle handle, Instant now) {
    return Map.of(
        Fields.VERSION_FIELD,
        Fields.VERSION,
        "handle",
        handle.value(),
        "createdAt",
        Fields.timestamp(now),
        "indexedAt",
        Fields.timestamp(now),
        "identityAt",
        Fields.timestamp(now),
        "cardVersion",
        1);
  }

  private static Map<String, Object> viewer(Instant now) {
    return Map.of(
        Fields.VERSION_FIELD,
        Fields.VERSION,
        "status",
        Viewer.ACTIVE,
        "tokensValidFrom",
        Fields.timestamp(now));
  }

  private static Map<String, Object> timeline() {
    return Map.of(Fields.VERSION_FIELD, Fields.VERSION, "entries", List.of());
  }
}
