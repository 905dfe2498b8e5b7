package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.views.post.PostKey;
import com.google.cloud.firestore.Firestore;
import java.util.Map;

/** The indexers of all collections that views are made from. Thread-safe. */
final class Indexers {
  static final Nsid PROFILE = Nsid.parse("app.bsky.actor.profile");
  static final Nsid POST = PostKey.COLLECTION;
  static final Nsid LIKE = Nsid.parse("app.bsky.feed.like");
  static final Nsid REPOST = Nsid.parse("app.bsky.feed.repost");
  static final Nsid FOLLOW = Nsid.parse("app.bsky.graph.follow");
  static final Nsid BLOCK = Nsid.parse("app.bsky.graph.block");

  private final Map<Nsid, RecordIndexer> byCollection;

  Indexers(Firestore firestore, Folds folds, CardRewriter cards, CaptionSets captions) {
    this.byCollection =
        Map.of(
            POST,
            new PostIndexer(firestore, folds, cards, captions),
            PROFILE,
            new ProfileIndexer(firestore, cards),
            LIKE,
            reactions(firestore, ReactionEffects.Kind.LIKE, folds),
            REPOST,
            reactions(firestore, ReactionEffects.Kind.REPOST, folds),
            FOLLOW,
            graph(firestore, GraphEffects.Kind.FOLLOW, folds),
            BLOCK,
            graph(firestore, GraphEffects.Kind.BLOCK, folds));
  }

  private static RecordIndexer reactions(
      Firestore firestore, ReactionEffects.Kind kind, Folds folds) {
    return new EdgeIndexer(
        firestore, kind.collection(), new ReactionEffects(kind, firestore, folds));
  }

  private static RecordIndexer graph(Firestore firestore, GraphEffects.Kind kind, Folds folds) {
    return new EdgeIndexer(firestore, kind.collection(), new GraphEffects(kind, firestore, folds));
  }

  boolean has(Nsid collection) {
    return byCollection.containsKey(collection);
  }

  /** The indexer of a collection that views are made from. */
  RecordIndexer of(Nsid collection) {
    RecordIndexer indexer = byCollection.get(collection);
    if (indexer == null) {
      throw new IllegalArgumentException("no views are made from " + collection);
    }
    return indexer;
  }
}
