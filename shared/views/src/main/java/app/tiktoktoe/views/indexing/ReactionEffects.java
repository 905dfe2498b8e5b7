package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.indexing.NotificationWriter.Draft;
import app.tiktoktoe.views.notification.Notification.Reason;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.post.Posts;
import app.tiktoktoe.views.reaction.Likes;
import app.tiktoktoe.views.reaction.Reactions;
import app.tiktoktoe.views.reaction.Reposts;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What follows from likes and reposts: the actor's packed reactions, a notification and a count.
 */
final class ReactionEffects implements EdgeEffects {
  private final Kind kind;
  private final Edges edges;
  private final Posts posts;
  private final Viewers viewers;
  private final Reactions reactions;
  private final NotificationWriter notifications;
  private final Folds folds;

  ReactionEffects(Kind kind, Firestore firestore, Folds folds) {
    this.kind = kind;
    this.edges = new Edges(firestore, kind.collection);
    this.posts = new Posts(firestore);
    this.viewers = new Viewers(firestore);
    this.reactions = new Reactions(firestore);
    this.notifications = new NotificationWriter(firestore);
    this.folds = folds;
  }

  /** What an account does to a post. */
  enum Kind {
    LIKE(Likes.COLLECTION, "likeCount", Reason.LIKE),
    REPOST(Reposts.COLLECTION, "repostCount", Reason.REPOST);

    private final String collection;
    private final String count;
    private final Reason reason;

    Kind(String collection, String count, Reason reason) {
      this.collection = collection;
      this.count = count;
      this.reason = reason;
    }

    String collection() {
      return collection;
    }
  }

  @Override
  public Optional<String> subject(Change change) {
    return change
        .value()
        .filter(record -> Tid.isValid(change.rkey()))
        .flatMap(record -> Subjects.post(record.path("subject").path("uri").asText()))
        .map(PostKey::toString);
  }

  @Override
  public boolean isSubject(String text) {
    int underscore = text.lastIndexOf('_');
    return underscore > 0
        && Subjects.isDid(text.substring(0, underscore))
        && Tid.isValid(text.substring(underscore + 1));
  }

  @Override
  public Optional<Draft> draft(Change change, String subject) {
    PostKey post = PostKey.parse(subject);
    return post.author().equals(change.did())
        ? Optional.empty()
        : Optional.of(new Draft(post.author(), kind.reason, post.uri()));
  }

  @Override
  public Map<String, Object> add(WriteBatch batch, Change change, String subject) {
    DocumentSnapshot packed = packed(change, subject);
    FieldPath path = FieldPath.of(kind.collection, subject);
    String entry = (String) packed.get(path);
    if (!packed.exists()) {
      batch.create(
          packed.getReference(),
          Map.of(
              Fields.VERSION_FIELD,
              Fields.VERSION,
              kind.collection,
              Map.of(subject, change.rkey())));
    } else {
      boolean newest = entry == null || entry.compareTo(change.rkey()) < 0;
      batch.update(packed.getReference(), unchanged(packed), path, newest ? change.rkey() : entry);
    }
    return draft(change, subject)
        .filter(draft -> wants(change, draft))
        .map(draft -> tell(batch, change, draft))
        .orElseGet(Map::of);
  }

  private boolean wants(Change change, Draft draft) {
    return viewers
        .find(draft.recipient())
        .map(viewer -> !viewer.ignores(change.did()))
        .orElse(false);
  }

  private Map<String, Object> tell(WriteBatch batch, Change change, Draft draft) {
    notifications.put(batch, change, draft);
    return Map.of(NOTIFIED, true);
  }

  @Override
  public void remove(WriteBatch batch, Change change, String subject, Fields edge) {
    Object entry =
        edges.between(change.did(), subject).stream()
            .map(Edge::rkey)
            .filter(rkey -> !rkey.value().equals(change.rkey()))
            .max(RecordKey::compareTo)
            .<Object>map(RecordKey::value)
            .orElseGet(FieldValue::delete);
    DocumentSnapshot packed = packed(change, subject);
    if (packed.exists()) {
      batch.update(
          packed.getReference(), unchanged(packed), FieldPath.of(kind.collection, subject), entry);
    }
    if (edge.flag(NOTIFIED)) {
      notifications.retract(batch, change, PostKey.parse(subject).author(), kind.reason);
    }
  }

  private DocumentSnapshot packed(Change change, String subject) {
    PostKey post = PostKey.parse(subject);
    return Await.result(reactions.document(change.did(), Reactions.monthOf(post)).get());
  }

  @Override
  public void fold(Change change, String subject) {
    folds.fold(
        new Count(
            posts.document(PostKey.parse(subject)),
            kind.count,
            edges.live().whereEqualTo("subject", subject),
            true));
  }

  private static Precondition unchanged(DocumentSnapshot document) {
    return Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime()));
  }
}
