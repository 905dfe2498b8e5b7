package app.tiktoktoe.views.actor;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The accounts that are here: collection {@code actors}. Thread-safe. */
public final class Actors {
  private final Firestore firestore;

  /** On {@code firestore}. */
  public Actors(Firestore firestore) {
    this.firestore = firestore;
  }

  /**
   * Those of {@code dids} that are here and shown, in the given order, for a read per distinct DID
   * in one round trip.
   */
  public Map<Did, Actor> find(Collection<Did> dids) {
    Map<Did, Actor> found = new LinkedHashMap<>();
    if (dids.isEmpty()) {
      return found;
    }
    DocumentReference[] references =
        dids.stream().distinct().map(this::document).toArray(DocumentReference[]::new);
    for (DocumentSnapshot document : Await.result(firestore.getAll(references))) {
      if (document.exists()) {
        Actor actor = Actor.of(document);
        if (actor.isShown()) {
          found.put(actor.did(), actor);
        }
      }
    }
    return found;
  }

  /** One account, shown or not, for one read. */
  public Optional<Actor> find(Did did) {
    DocumentSnapshot document = Await.result(document(did).get());
    return document.exists() ? Optional.of(Actor.of(document)) : Optional.empty();
  }

  /** Where an account is kept. */
  public DocumentReference document(Did did) {
    return firestore.collection("actors").document(did.value());
  }
}
