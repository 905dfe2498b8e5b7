package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.events.RepoEvent.AccountEvent;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.indexing.RebuildSource.Kept;
import app.tiktoktoe.views.indexing.RebuildSource.Origin;
import app.tiktoktoe.views.timeline.PulledAuthors;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes an account's own documents again from what is known of the account, and its profile from
 * its record. What no repository says (mutes, the start of valid sessions) stays. Thread-safe.
 */
final class AccountRebuild {
  private static final Handle NOBODY = Handle.parse("handle.invalid");
  private static final RecordKey SELF = RecordKey.parse("self");
  private static final List<String> PROFILE_FIELDS =
      List.of("displayName", "description", "avatar", "banner");

  private final RebuildSource source;
  private final Firestore firestore;
  private final Actors actors;

  AccountRebuild(RebuildSource source, Firestore firestore) {
    this.source = source;
    this.firestore = firestore;
    this.actors = new Actors(firestore);
  }

  void rebuild(Did did, Origin origin, RecordReplay replay) {
    Handle handle = Objects.requireNonNullElse(origin.handle(), NOBODY);
    new NewActor(firestore).restore(did, handle, origin.createdAt(), origin.tokensValidFrom());
    if (origin.status() == AccountStatus.DELETED) {
      new AccountIndexer(firestore)
          .index(new AccountEvent(did, origin.status(), origin.statusAt()));
      return;
    }
    boolean pulled = new PulledAuthors(firestore).find().contains(did);
    Conflict.retried(() -> repaired(did, pulled));
    @Nullable Kept profile = profile(did);
    if (profile == null) {
      Conflict.retried(() -> cleared(did));
    } else {
      replay.replay(actors.find(did).orElseThrow(), Indexers.PROFILE, profile);
    }
    new OwnEntries(firestore).prune(did);
  }

  private @Nullable Kept profile(Did did) {
    return source.find(did, Indexers.PROFILE, List.of(SELF)).get(SELF);
  }

  /** The document is read first: a status that it has by then, the account has too. */
  private boolean repaired(Did did, boolean pulled) {
    DocumentSnapshot actor = Await.result(actors.document(did).get());
    Origin origin = source.account(did).orElseThrow();
    Timestamp createdAt = Fields.timestamp(origin.createdAt());
    Map<String, Object> wrong = new HashMap<>();
    for (String time : List.of("createdAt", "indexedAt", "identityAt")) {
      if (!(actor.get(time) instanceof Timestamp)) {
        wrong.put(time, createdAt);
      }
    }
    if (!(actor.get("cardVersion") instanceof Long)) {
      wrong.put("cardVersion", 1);
    }
    Object handle = Objects.requireNonNullElse(actor.get("handle"), "");
    if (origin.handle() != null && !handle.equals(origin.handle().value())) {
      wrong.put("handle", origin.handle().value());
      wrong.putIfAbsent("cardVersion", FieldValue.increment(1));
    }
    String status = origin.status().id();
    if (!Objects.requireNonNullElse(actor.get("status"), Viewer.ACTIVE).equals(status)) {
      boolean ever =
          origin.status() != AccountStatus.ACTIVE || !origin.statusAt().equals(Instant.EPOCH);
      wrong.put("status", ever ? status : FieldValue.delete());
      wrong.put("statusAt", ever ? Fields.timestamp(origin.statusAt()) : FieldValue.delete());
    }
    if (pulled && !Boolean.TRUE.equals(actor.get("pulled"))) {
      wrong.put("pulled", true);
    }
    update(actor, wrong);
    return true;
  }

  /** The document is read first: what it says then, the repository knows. */
  private boolean cleared(Did did) {
    DocumentSnapshot actor = Await.result(actors.document(did).get());
    Map<String, Object> wrong = new HashMap<>();
    if (profile(did) == null && PROFILE_FIELDS.stream().anyMatch(actor::contains)) {
      PROFILE_FIELDS.forEach(field -> wrong.put(field, FieldValue.delete()));
      wrong.put("cardVersion", FieldValue.increment(1));
      update(actor, wrong);
    }
    return true;
  }

  private static void update(DocumentSnapshot document, Map<String, Object> fields) {
    if (!fields.isEmpty()) {
      Await.result(
          document
              .getReference()
              .update(
                  fields,
                  Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime()))));
    }
  }
}
