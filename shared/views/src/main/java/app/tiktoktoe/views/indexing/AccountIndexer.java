package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.events.RepoEvent.AccountEvent;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.Viewer;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Hides an account and its posts, and shows them again; the latest event of an account counts, in
 * whatever order they come. The profile of a deleted one goes at once, its posts stay hidden until
 * they are erased with their repository. Thread-safe.
 *
 * <p>Costs a read when nothing changes; else three, a write, and a read and a write per post. The
 * posts of one delivery are at most {@link #MAX_POSTS}; the event comes back for the rest.
 */
final class AccountIndexer {
  static final int MAX_POSTS = 20_000;
  private static final int PAGE = 400;
  private static final String STATUS = "status";
  private static final String STATUS_AT = "statusAt";

  private final Firestore firestore;
  private final Actors actors;

  AccountIndexer(Firestore firestore) {
    this.firestore = firestore;
    this.actors = new Actors(firestore);
  }

  Handled index(AccountEvent event) {
    return switch (Conflict.retried(() -> apply(event))) {
      case UNKNOWN -> new Handled.Retry("an account that is not known yet");
      case NOTHING_NEW -> Handled.done();
      case APPLIED -> follow(event);
    };
  }

  private enum Applied {
    UNKNOWN,
    NOTHING_NEW,
    APPLIED
  }

  /** Makes the posts follow, until they are as the account is at the end. */
  private Handled follow(AccountEvent event) {
    AccountStatus written;
    AccountStatus status = event.status();
    do {
      written = status;
      if (!follow(event, written)) {
        return new Handled.Retry("more posts than one delivery takes");
      }
      status = status(Await.result(actors.document(event.did()).get()));
    } while (status != written);
    return Handled.done();
  }

  private Applied apply(AccountEvent event) {
    DocumentSnapshot actor = Await.result(actors.document(event.did()).get());
    if (!actor.exists()) {
      return Applied.UNKNOWN;
    }
    Timestamp time = Fields.timestamp(event.time());
    Timestamp before = actor.getTimestamp(STATUS_AT);
    if (before == null && event.status() == AccountStatus.ACTIVE) {
      return Applied.NOTHING_NEW;
    }
    int order = before == null ? 1 : time.compareTo(before);
    if (order > 0) {
      Await.result(
          actor
              .getReference()
              .update(
                  fields(event.status(), time),
                  Precondition.updatedAt(Objects.requireNonNull(actor.getUpdateTime()))));
    }
    return order >= 0 ? Applied.APPLIED : Applied.NOTHING_NEW;
  }

  private static Map<String, Object> fields(AccountStatus status, Timestamp time) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(STATUS, status.id());
    fields.put(STATUS_AT, time);
    if (status == AccountStatus.DELETED) {
      fields.put("handle", "handle.invalid");
      fields.put("identityAt", time);
      for (String part : List.of("displayName", "description", "avatar", "banner")) {
        fields.put(part, FieldValue.delete());
      }
    }
    return fields;
  }

  private static AccountStatus status(DocumentSnapshot actor) {
    return AccountStatus.ofId(Objects.requireNonNullElse(actor.getString(STATUS), Viewer.ACTIVE));
  }

  private boolean follow(AccountEvent event, AccountStatus status) {
    Map<String, Object> change =
        switch (status) {
          case ACTIVE -> Map.of("live", true, PostFields.HIDDEN, FieldValue.delete());
          case DEACTIVATED, TAKENDOWN, SUSPENDED, DELETED ->
              Map.of("live", false, PostFields.HIDDEN, true);
        };
    return switch (status) {
      case ACTIVE -> changeAll(hidden(event.did()), change);
      case DEACTIVATED, TAKENDOWN, SUSPENDED, DELETED -> changeAll(live(event.did()), change);
    };
  }

  private Query live(Did author) {
    return firestore
        .collection("posts")
        .whereEqualTo("author", author.value())
        .whereEqualTo("live", true)
        .orderBy("sortAt", Query.Direction.DESCENDING);
  }

  private Query hidden(Did author) {
    return firestore
        .collection("posts")
        .whereEqualTo("author", author.value())
        .whereEqualTo(PostFields.HIDDEN, true);
  }

  /** False when there were more than one delivery takes. */
  private boolean changeAll(Query posts, Map<String, Object> change) {
    int changed = 0;
    int page;
    do {
      page = Conflict.retried(() -> changePage(posts, change));
      changed += page;
    } while (page == PAGE && changed < MAX_POSTS);
    return page < PAGE;
  }

  private int changePage(Query posts, Map<String, Object> change) {
    List<QueryDocumentSnapshot> page = Await.result(posts.limit(PAGE).get()).getDocuments();
    if (page.isEmpty()) {
      return 0;
    }
    WriteBatch batch = firestore.batch();
    page.forEach(
        post ->
            batch.update(
                post.getReference(),
                change,
                Precondition.updatedAt(Objects.requireNonNull(post.getUpdateTime()))));
    Await.result(batch.commit());
    return page.size();
  }
}
