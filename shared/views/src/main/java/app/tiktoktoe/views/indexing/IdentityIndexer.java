package app.tiktoktoe.views.indexing;

import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.RepoEvent.IdentityEvent;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.NewActor;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Writes handles, the latest of an account last, and makes the account known when it is not. */
final class IdentityIndexer {
  private final Firestore firestore;
  private final Actors actors;
  private final CardRewriter cards;

  IdentityIndexer(Firestore firestore, CardRewriter cards) {
    this.firestore = firestore;
    this.actors = new Actors(firestore);
    this.cards = cards;
  }

  void index(IdentityEvent event) {
    if (Conflict.retried(() -> applied(event))) {
      cards.rewrite(event.did());
    }
  }

  /** True when posts may carry another card. */
  private boolean applied(IdentityEvent event) {
    DocumentSnapshot actor = Await.result(actors.document(event.did()).get());
    if (!actor.exists()) {
      WriteBatch batch = firestore.batch();
      new NewActor(firestore).addTo(batch, event.did(), event.handle(), event.time());
      Await.result(batch.commit());
      return false;
    }
    Timestamp time = Fields.timestamp(event.time());
    int order = time.compareTo(Objects.requireNonNull(actor.getTimestamp("identityAt")));
    boolean same = event.handle().value().equals(actor.getString("handle"));
    if (order > 0) {
      Map<String, Object> values = new HashMap<>();
      values.put("handle", event.handle().value());
      values.put("identityAt", time);
      if (!same) {
        values.put("cardVersion", FieldValue.increment(1));
      }
      Await.result(
          actor
              .getReference()
              .update(
                  values, Precondition.updatedAt(Objects.requireNonNull(actor.getUpdateTime()))));
    }
    return order == 0 || (order > 0 && !same);
  }
}
