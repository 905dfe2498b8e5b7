package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RecordOperation.Action;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.indexing.RebuildSource.Kept;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.reaction.Likes;
import app.tiktoktoe.views.reaction.Reposts;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Drops what the views have of a record and indexes it again as of its own commit. Nobody is told.
 *
 * <p>The record was read from the repository before its document in the views is. So when that
 * document is newer, the repository is asked again: it either has moved on, and the event of that
 * commit makes the views, or the document is wrong. Whatever commit is indexed in between or
 * afterwards is newer than the record and wins, as it does over a late event. Doing it again leaves
 * the same.
 */
final class RecordReplay {
  private final RebuildSource source;
  private final Firestore firestore;
  private final Indexers indexers;
  private final LaterFolds folds;

  RecordReplay(RebuildSource source, Firestore firestore, Indexers indexers, LaterFolds folds) {
    this.source = source;
    this.firestore = firestore;
    this.indexers = indexers;
    this.folds = folds;
  }

  /** Counts follow when the folds are run, and the cards of a profile when posts are replayed. */
  void replay(Actor actor, Nsid collection, Kept record) {
    String rkey = record.rkey().value();
    boolean profile = collection.equals(Indexers.PROFILE);
    if (profile ? !rkey.equals("self") : !Tid.isValid(rkey)) {
      return;
    }
    Change change =
        new Change(
            actor,
            record.rev(),
            record.committedAt(),
            new RecordOperation(
                Action.CREATE, collection, record.rkey(), record.cid(), record.value(), null));
    RecordIndexer indexer = indexers.of(collection);
    if (Conflict.retried(() -> dropped(indexer, change, profile ? "profileRev" : "rev"))) {
      RecordIndexer.Indexed indexed = indexer.index(change);
      if (!profile) {
        indexed.folds().run();
      }
      if (collection.equals(Indexers.POST)) {
        countOthers(new PostKey(actor.did(), Tid.parse(rkey)));
      }
    }
  }

  /** False when the views are to know a later commit. */
  private boolean dropped(RecordIndexer indexer, Change change, String revField) {
    DocumentSnapshot document = Await.result(indexer.document(change.did(), change.rkey()).get());
    @Nullable String known = document.getString(revField);
    if (known != null && known.compareTo(change.rev().value()) > 0 && !isLatest(change)) {
      return false;
    }
    if (document.exists()) {
      indexer.drop(change, document);
    }
    return true;
  }

  private boolean isLatest(Change change) {
    RecordOperation operation = change.operation();
    return Optional.ofNullable(
            source
                .find(change.did(), operation.collection(), List.of(operation.rkey()))
                .get(operation.rkey()))
        .filter(record -> record.rev().equals(change.rev()))
        .isPresent();
  }

  /** What other accounts' records say of a post. */
  private void countOthers(PostKey post) {
    DocumentReference document = firestore.collection("posts").document(post.toString());
    Query likes = new Edges(firestore, Likes.COLLECTION).live();
    Query reposts = new Edges(firestore, Reposts.COLLECTION).live();
    Query posts = firestore.collection("posts").whereEqualTo("live", true);
    String uri = post.uri().toString();
    folds.add(count(document, "likeCount", likes.whereEqualTo("subject", post.toString())));
    folds.add(count(document, "repostCount", reposts.whereEqualTo("subject", post.toString())));
    folds.add(count(document, "replyCount", posts.whereEqualTo("replyParent", uri)));
    folds.add(count(document, "quoteCount", posts.whereEqualTo("quoted", uri)));
  }

  private static Count count(DocumentReference document, String field, Query query) {
    return new Count(document, field, query, false);
  }
}
