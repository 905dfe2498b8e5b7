package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.NotificationEvent;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.views.indexing.NotificationWriter.Draft;
import app.tiktoktoe.views.notification.Notification.Reason;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.post.Posts;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes posts and tells whom they concern, in one batch on the condition of the post's document.
 */
final class PostIndexer implements RecordIndexer {
  private static final String NOTIFIED = "notified";

  private final Firestore firestore;
  private final Posts posts;
  private final Viewers viewers;
  private final NotificationWriter notifications;
  private final PostFolds folds;
  private final CaptionSets captions;

  PostIndexer(Firestore firestore, Folds folds, CardRewriter cards, CaptionSets captions) {
    this.firestore = firestore;
    this.posts = new Posts(firestore);
    this.viewers = new Viewers(firestore);
    this.notifications = new NotificationWriter(firestore);
    this.folds = new PostFolds(firestore, folds, cards);
    this.captions = captions;
  }

  @Override
  public Indexed index(Change change) {
    if (!Tid.isValid(change.rkey())) {
      return Indexed.NOTHING;
    }
    DocumentReference document =
        posts.document(new PostKey(change.did(), Tid.parse(change.rkey())));
    return Conflict.retried(() -> applied(change, Await.result(document.get())));
  }

  @Override
  public DocumentReference document(Did did, String rkey) {
    return posts.document(new PostKey(did, Tid.parse(rkey)));
  }

  @Override
  public boolean isWhole(DocumentSnapshot post) {
    return post.contains(Fields.VERSION_FIELD) && post.contains("rev");
  }

  /**
   * Leaves the counts, as of a post that is counted before it is known, and whose counts have to
   * follow.
   */
  @Override
  public void drop(Change change, DocumentSnapshot post) {
    Map<String, Object> kept = new HashMap<>();
    kept.put(Fields.VERSION_FIELD, Fields.VERSION);
    kept.put("live", false);
    PostFields.COUNTED.forEach(
        (field, type) -> {
          if (type.isInstance(post.get(field))) {
            kept.put(field, Objects.requireNonNull(post.get(field)));
          }
        });
    WriteBatch batch = firestore.batch();
    batch.delete(
        post.getReference(), Precondition.updatedAt(Objects.requireNonNull(post.getUpdateTime())));
    batch.set(post.getReference(), kept);
    Await.result(batch.commit());
  }

  private Indexed applied(Change change, DocumentSnapshot post) {
    return switch (Revision.of(change.rev(), post)) {
      case OLDER -> Indexed.NOTHING;
      case SAME -> takenUp(change, post);
      case NEWER -> change.isDelete() ? deleted(change, post) : put(change, post);
    };
  }

  private Indexed takenUp(Change change, DocumentSnapshot post) {
    Set<String> told = change.isDelete() ? Set.of() : told(post);
    return indexed(change, told, PostFolds.references(post));
  }

  private Indexed indexed(Change change, Set<String> told, PostFolds.References references) {
    List<NotificationEvent> events =
        drafts(change)
            .filter(draft -> told.contains(name(draft)))
            .map(draft -> draft.event(change))
            .toList();
    return new Indexed(events, () -> folds.fold(change, references));
  }

  private static Stream<Draft> drafts(Change change) {
    return change.value().stream()
        .flatMap(record -> PostContent.of(record).drafts(change.did()).stream());
  }

  private Indexed put(Change change, DocumentSnapshot post) {
    WriteBatch batch = firestore.batch();
    PostContent content = PostContent.of(change.value().orElseThrow());
    List<Draft> drafts = wanted(change, content);
    Set<String> names = new HashSet<>(drafts.stream().map(PostIndexer::name).toList());
    Set<String> before = told(post);
    drafts.forEach(draft -> notifications.put(batch, change, draft));
    before.stream().filter(n -> !names.contains(n)).forEach(n -> retract(batch, change, n));
    PostFields fields = new PostFields(change, content, post);
    fields.put(NOTIFIED, List.copyOf(names));
    fields.putText(PostFields.CAPTIONS, captions(change, content));
    fields.write(batch);
    Await.result(batch.commit());
    names.removeAll(before);
    return indexed(change, names, PostFolds.references(content, post));
  }

  /** Served before the post is shown, so that its view never names what is not there. */
  private @Nullable String captions(Change change, PostContent content) {
    CaptionedVideo video = content.captioned();
    return video == null
        ? null
        : captions.serve(change.did(), video.video(), video.captions()).orElse(null);
  }

  private List<Draft> wanted(Change change, PostContent content) {
    List<Draft> drafts = content.drafts(change.did());
    Map<Did, Viewer> recipients = viewers.find(drafts.stream().map(Draft::recipient).toList());
    return drafts.stream()
        .filter(draft -> recipients.containsKey(draft.recipient()))
        .filter(
            draft ->
                !Objects.requireNonNull(recipients.get(draft.recipient())).ignores(change.did()))
        .toList();
  }

  private Indexed deleted(Change change, DocumentSnapshot post) {
    WriteBatch batch = firestore.batch();
    listed(post).forEach(name -> retract(batch, change, name));
    Map<String, Object> values = new HashMap<>();
    values.put(Fields.VERSION_FIELD, Fields.VERSION);
    values.put("author", change.did().value());
    values.put("rkey", change.rkey());
    values.put("rev", change.rev().value());
    values.put("live", false);
    values.put("expireAt", change.expireAt());
    if (post.exists()) {
      PostFields.CONTENT.forEach(field -> values.put(field, FieldValue.delete()));
      batch.update(
          post.getReference(),
          values,
          Precondition.updatedAt(Objects.requireNonNull(post.getUpdateTime())));
    } else {
      batch.create(post.getReference(), values);
    }
    Await.result(batch.commit());
    return indexed(change, Set.of(), PostFolds.references(post));
  }

  private void retract(WriteBatch batch, Change change, String name) {
    int space = name.indexOf(' ');
    notifications.retract(
        batch,
        change,
        Did.parse(name.substring(space + 1)),
        Reason.valueOf(name.substring(0, space)));
  }

  private static String name(Draft draft) {
    return draft.reason().name() + " " + draft.recipient();
  }

  private static Set<String> told(DocumentSnapshot post) {
    return Posts.isLive(post) ? listed(post) : Set.of();
  }

  /** Whom a post was told of, also one that is hidden by now. */
  private static Set<String> listed(DocumentSnapshot post) {
    return post.contains(NOTIFIED) ? Set.copyOf(new Fields(post).textList(NOTIFIED)) : Set.of();
  }
}
