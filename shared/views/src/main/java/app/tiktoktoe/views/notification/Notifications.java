package app.tiktoktoe.views.notification;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Cursor;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.NewestFirst;
import app.tiktoktoe.views.Page;
import app.tiktoktoe.views.notification.Notification.Reason;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.Query.Direction;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What accounts are told: collections {@code notifications/{did}/items}. Thread-safe. */
public final class Notifications {
  /** Where {@link #unreadSince} stops counting. */
  public static final int MOST_UNREAD = 1_000;

  private static final NewestFirst BY_TIME = new NewestFirst("indexedAt");

  private final Firestore firestore;

  /** On {@code firestore}. */
  public Notifications(Firestore firestore) {
    this.firestore = firestore;
  }

  /** An account's notifications, newest first, for a read each and one when there are none. */
  public Page<Notification> list(Did did, @Nullable Cursor cursor, int limit) {
    return BY_TIME.page(live(did), cursor, limit, Notification::of);
  }

  /** {@link #list} of some reasons (at least one). */
  public Page<Notification> list(
      Did did, Collection<Reason> reasons, @Nullable Cursor cursor, int limit) {
    Query query = live(did).whereIn("reason", reasons.stream().map(Reason::token).toList());
    return BY_TIME.page(query, cursor, limit, Notification::of);
  }

  /** How many came after {@code seenAt}, at most {@link #MOST_UNREAD}, for one read. */
  public long unreadSince(Did did, Instant seenAt) {
    Query unread =
        live(did)
            .whereGreaterThan("indexedAt", Fields.timestamp(seenAt))
            .orderBy("indexedAt", Direction.DESCENDING)
            .limit(MOST_UNREAD);
    return Await.result(unread.count().get()).getCount();
  }

  /** One notification, for one read; empty when it is not there or was taken back. */
  public Optional<Notification> find(Did recipient, String id) {
    DocumentSnapshot document = Await.result(document(recipient, id).get());
    return Boolean.TRUE.equals(document.getBoolean("live"))
        ? Optional.of(Notification.of(document))
        : Optional.empty();
  }

  /** Where a notification is kept. */
  public DocumentReference document(Did recipient, String id) {
    return items(recipient).document(id);
  }

  private Query live(Did did) {
    return items(did).whereEqualTo("live", true);
  }

  private CollectionReference items(Did did) {
    return firestore.collection("notifications").document(did.value()).collection("items");
  }
}
