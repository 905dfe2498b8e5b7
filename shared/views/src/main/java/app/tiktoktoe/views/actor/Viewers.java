package app.tiktoktoe.views.actor;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What viewers may and do see: collection {@code viewers}. Thread-safe. */
public final class Viewers {
  private final Firestore firestore;

  /** On {@code firestore}. */
  public Viewers(Firestore firestore) {
    this.firestore = firestore;
  }

  /** One viewer, for one read. */
  public Optional<Viewer> find(Did did) {
    DocumentSnapshot document = Await.result(document(did).get());
    return document.exists() ? Optional.of(Viewer.of(document)) : Optional.empty();
  }

  /** Those of {@code dids} that are here, for a read per distinct DID in one round trip. */
  public Map<Did, Viewer> find(Collection<Did> dids) {
    Map<Did, Viewer> found = new LinkedHashMap<>();
    if (dids.isEmpty()) {
      return found;
    }
    DocumentReference[] references =
        dids.stream().distinct().map(this::document).toArray(DocumentReference[]::new);
    for (DocumentSnapshot document : Await.result(firestore.getAll(references))) {
      if (document.exists()) {
        found.put(Did.parse(document.getId()), Viewer.of(document));
      }
    }
    return found;
  }

  /**
   * Mutes {@code subject} as far as {@code scope} says, in the place of an earlier mute, for one
   * write. Private: no record says so.
   */
  public void mute(Did viewer, Did subject, Mutes.Scope scope) {
    putMute(viewer, subject, scope.isWhole(), scope.reposts(), scope.quotes());
  }

  /** Undoes {@link #mute}, for one write. */
  public void unmute(Did viewer, Did subject) {
    putMute(viewer, subject, false, false, false);
  }

  private void putMute(Did viewer, Did subject, boolean wholly, boolean reposts, boolean quotes) {
    Await.result(
        document(viewer)
            .update(
                Map.of(
                    Mutes.WHOLLY, listed(subject, wholly),
                    Mutes.REPOSTS, listed(subject, reposts),
                    Mutes.QUOTES, listed(subject, quotes))));
  }

  private static FieldValue listed(Did did, boolean listed) {
    return listed ? FieldValue.arrayUnion(did.value()) : FieldValue.arrayRemove(did.value());
  }

  /** Adds to {@code batch} the account's new status and the start of its valid sessions. */
  public void putStatus(WriteBatch batch, Did did, String status, Instant tokensValidFrom) {
    batch.update(
        document(did),
        Map.of("status", status, "tokensValidFrom", Fields.timestamp(tokensValidFrom)));
  }

  /** Where a viewer is kept. */
  public DocumentReference document(Did did) {
    return firestore.collection("viewers").document(did.value());
  }
}
