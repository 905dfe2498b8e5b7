package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.graph.FollowerPages;
import app.tiktoktoe.views.graph.Follows;
import app.tiktoktoe.views.indexing.NotificationWriter.Draft;
import app.tiktoktoe.views.notification.Notification.Reason;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from follows and blocks: both accounts' viewer documents, and for a follow the
 * follower pages, a notification and two counts.
 *
 * <p>The actor's viewer document is changed on the condition that it is as it was read. That puts
 * all of an actor's changes of its graph in a row, and only they touch the actor's entries in the
 * subject's viewer document and pages, which are therefore changed without looking.
 */
final class GraphEffects implements EdgeEffects {
  /** The field of a follow that says which page lists the follower. */
  static final String PAGE = "page";

  private final Kind kind;
  private final Edges edges;
  private final Actors actors;
  private final Viewers viewers;
  private final FollowerPages pages;
  private final NotificationWriter notifications;
  private final Folds folds;

  GraphEffects(Kind kind, Firestore firestore, Folds folds) {
    this.kind = kind;
    this.edges = new Edges(firestore, kind.collection);
    this.actors = new Actors(firestore);
    this.viewers = new Viewers(firestore);
    this.pages = new FollowerPages(firestore);
    this.notifications = new NotificationWriter(firestore);
    this.folds = folds;
  }

  /** What an account says of another. */
  enum Kind {
    FOLLOW(Follows.COLLECTION, "followedBy"),
    BLOCK("blocks", "blockedBy");

    private final String collection;
    private final String backwards;

    Kind(String collection, String backwards) {
      this.collection = collection;
      this.backwards = backwards;
    }

    String collection() {
      return collection;
    }
  }

  @Override
  public Optional<String> subject(Change change) {
    return change
        .value()
        .map(record -> record.path("subject").asText())
        .filter(subject -> Tid.isValid(change.rkey()) && Subjects.isDid(subject))
        .filter(subject -> !subject.equals(change.did().value()));
  }

  @Override
  public boolean isSubject(String text) {
    return Subjects.isDid(text);
  }

  @Override
  public Optional<Draft> draft(Change change, String subject) {
    return kind == Kind.FOLLOW
        ? Optional.of(new Draft(Did.parse(subject), Reason.FOLLOW, null))
        : Optional.empty();
  }

  @Override
  public Map<String, Object> add(WriteBatch batch, Change change, String subject) {
    Did other = Did.parse(subject);
    DocumentSnapshot own = Await.result(viewers.document(change.did()).get());
    String entry = (String) own.get(FieldPath.of(kind.collection, subject));
    if (entry == null || entry.compareTo(change.rkey()) < 0) {
      link(batch, own, other, change.rkey(), entry == null);
    } else {
      link(batch, own, other, entry, false);
    }
    return viewers
        .find(other)
        .map(viewer -> addHere(batch, change, viewer, entry))
        .orElseGet(Map::of);
  }

  private void link(WriteBatch batch, DocumentSnapshot own, Did other, String rkey, boolean added) {
    Viewer viewer = Viewer.of(own);
    boolean full = added && kind == Kind.FOLLOW && viewer.follows().size() >= Viewer.INLINE;
    batch.update(
        own.getReference(),
        unchanged(own),
        full ? FieldPath.of("followsTruncated") : FieldPath.of(kind.collection, other.value()),
        full ? true : rkey);
  }

  private Map<String, Object> addHere(
      WriteBatch batch, Change change, Viewer subject, @Nullable String entry) {
    boolean full =
        kind == Kind.FOLLOW
            && !subject.followedBy().containsKey(change.did())
            && subject.followedBy().size() >= Viewer.INLINE;
    String rkey = entry == null || entry.compareTo(change.rkey()) < 0 ? change.rkey() : entry;
    batch.update(
        viewers.document(subject.did()),
        full
            ? FieldPath.of("followedByTruncated")
            : FieldPath.of(kind.backwards, change.did().value()),
        full ? true : rkey);
    return kind == Kind.FOLLOW ? addFollower(batch, change, subject) : Map.of();
  }

  private Map<String, Object> addFollower(WriteBatch batch, Change change, Viewer subject) {
    Map<String, Object> fields = new HashMap<>();
    long followers = actors.find(subject.did()).map(Actor::followersCount).orElse(0L);
    int page = FollowerPages.pageFor(followers, change.did());
    pages.add(batch, subject.did(), page, change.did());
    fields.put(PAGE, page);
    if (!subject.ignores(change.did())) {
      notifications.put(batch, change, new Draft(subject.did(), Reason.FOLLOW, null));
      fields.put(NOTIFIED, true);
    }
    return fields;
  }

  @Override
  public void remove(WriteBatch batch, Change change, String subject, Fields edge) {
    Did other = Did.parse(subject);
    List<Edge> others =
        edges.between(change.did(), subject).stream()
            .filter(rest -> !rest.rkey().value().equals(change.rkey()))
            .toList();
    Object entry =
        others.stream()
            .map(Edge::rkey)
            .max(RecordKey::compareTo)
            .<Object>map(RecordKey::value)
            .orElseGet(FieldValue::delete);
    DocumentSnapshot own = Await.result(viewers.document(change.did()).get());
    batch.update(own.getReference(), unchanged(own), FieldPath.of(kind.collection, subject), entry);
    if (Await.result(viewers.document(other).get()).exists()) {
      batch.update(
          viewers.document(other), FieldPath.of(kind.backwards, change.did().value()), entry);
    }
    if (edge.has(PAGE) && others.isEmpty()) {
      pages.remove(batch, other, (int) edge.integer(PAGE), change.did());
    }
    if (edge.flag(NOTIFIED)) {
      notifications.retract(batch, change, other, Reason.FOLLOW);
    }
  }

  @Override
  public void fold(Change change, String subject) {
    if (kind == Kind.FOLLOW) {
      var followers = edges.live().whereEqualTo("subject", subject);
      var follows = edges.live().whereEqualTo("actor", change.did().value());
      folds.fold(
          new Count(actors.document(Did.parse(subject)), "followersCount", followers, false));
      folds.fold(new Count(actors.document(change.did()), "followsCount", follows, false));
    }
  }

  private static Precondition unchanged(DocumentSnapshot document) {
    return Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime()));
  }
}
