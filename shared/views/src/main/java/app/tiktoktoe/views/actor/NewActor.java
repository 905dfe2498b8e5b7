package app.tiktoktoe.views.actor;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.views.Fields;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first documents of an account that is made here: {@code actors}, {@code viewers} and an empty
 * {@code timelines} document. Thread-safe.
 */
public final class NewActor {
  private static final Handle NOBODY = Handle.parse("handle.invalid");

  private final Firestore firestore;

  /** On {@code firestore}. */
  public NewActor(Firestore firestore) {
    this.firestore = firestore;
  }

  /** Adds three creations to {@code batch}, which therefore fails when one of them exists. */
  public void addTo(WriteBatch batch, Did did, Handle handle, Instant now) {
    addTo(batch, did, handle, Viewer.ACTIVE, now);
  }

  /** The same for an account in another status, which nobody sees yet. */
  public void addTo(WriteBatch batch, Did did, Handle handle, String status, Instant now) {
    batch.create(firestore.collection("actors").document(did.value()), actor(handle, status, now));
    batch.create(firestore.collection("viewers").document(did.value()), viewer(status, now));
    batch.create(firestore.collection("timelines").document(did.value()), timeline());
  }

  /** The same for one that comes back, in the place of whatever there is: three writes. */
  public void replace(WriteBatch batch, Did did, Handle handle, String status, Instant now) {
    batch.set(firestore.collection("actors").document(did.value()), actor(handle, status, now));
    batch.set(firestore.collection("viewers").document(did.value()), viewer(status, now));
    batch.set(firestore.collection("timelines").document(did.value()), timeline());
  }

  /**
   * Adds to {@code batch} that nothing is known of an account but that it was deleted: one write.
   * As long as it says so, events that are late make nothing of it again.
   */
  public void bury(WriteBatch batch, Did did, Instant deletedAt) {
    batch.set(
        firestore.collection("actors").document(did.value()),
        actor(NOBODY, AccountStatus.DELETED.id(), deletedAt));
  }

  /**
   * Creates those of the three that are missing, as of an account that is active; three reads and a
   * write per missing one.
   */
  public void restore(Did did, Handle handle, Instant createdAt, Instant tokensValidFrom) {
    Map<String, Object> viewer = new HashMap<>(viewer(Viewer.ACTIVE, createdAt));
    viewer.put("tokensValidFrom", Fields.timestamp(tokensValidFrom));
    restore("actors", did, actor(handle, Viewer.ACTIVE, createdAt));
    restore("viewers", did, viewer);
    restore("timelines", did, timeline());
  }

  private void restore(String collection, Did did, Map<String, Object> fields) {
    DocumentReference document = firestore.collection(collection).document(did.value());
    if (!Await.result(document.get()).exists()) {
      try {
        Await.result(document.create(fields));
      } catch (AlreadyExistsException e) {
        return;
      }
    }
  }

  private static Map<String, Object> actor(Handle handle, String status, Instant now) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(Fields.VERSION_FIELD, Fields.VERSION);
    fields.put("handle", handle.value());
    fields.put("createdAt", Fields.timestamp(now));
    fields.put("indexedAt", Fields.timestamp(now));
    fields.put("identityAt", Fields.timestamp(now));
    fields.put("cardVersion", 1);
    if (!status.equals(Viewer.ACTIVE)) {
      fields.put("status", status);
      fields.put("statusAt", Fields.timestamp(now));
    }
    return fields;
  }

  private static Map<String, Object> viewer(String status, Instant now) {
    return Map.of(
        Fields.VERSION_FIELD,
        Fields.VERSION,
        "status",
        status,
        "tokensValidFrom",
        Fields.timestamp(now));
  }

  private static Map<String, Object> timeline() {
    return Map.of(Fields.VERSION_FIELD, Fields.VERSION, "entries", List.of());
  }
}
