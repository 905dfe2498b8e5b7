package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RecordOperation.Action;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.actor.Actor;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deletes from the views what an account's repository does not have. Tombstones stay until they
 * expire: an event that is still on its way must not bring back what was deleted.
 *
 * <p>The documents are read first, then the revision of the repository, then its records. So what
 * is not among the records was deleted by a commit up to that revision, or is made by a later one;
 * it is deleted as of that revision, which a later commit overrides.
 */
final class StaleSweep {
  static final int PAGE = 100;

  private static final Map<Nsid, String> NAMES =
      Map.of(
          Indexers.POST, "posts",
          Indexers.LIKE, "likes",
          Indexers.REPOST, "reposts",
          Indexers.FOLLOW, "follows",
          Indexers.BLOCK, "blocks");

  private final RebuildSource source;
  private final Firestore firestore;
  private final Indexers indexers;
  private final InstantSource clock;

  StaleSweep(RebuildSource source, Firestore firestore, Indexers indexers, InstantSource clock) {
    this.source = source;
    this.firestore = firestore;
    this.indexers = indexers;
    this.clock = clock;
  }

  /**
   * Looks at a page of documents, for a read each.
   *
   * @param after the last id of the page before; empty at the beginning
   * @return the last id when there may be more
   */
  Optional<String> page(Actor actor, Nsid collection, String after) {
    Did did = actor.did();
    List<QueryDocumentSnapshot> page = read(did, collection, after);
    Map<RecordKey, DocumentSnapshot> ours = new LinkedHashMap<>();
    for (QueryDocumentSnapshot document : page) {
      rkey(document, did, collection).ifPresent(rkey -> ours.put(rkey, document));
    }
    Tid head = source.account(did).map(RebuildSource.Origin::rev).orElseThrow();
    Set<RecordKey> kept = source.find(did, collection, ours.keySet()).keySet();
    Instant now = clock.instant();
    ours.forEach(
        (rkey, document) -> {
          if (!kept.contains(rkey)) {
            RecordOperation gone =
                new RecordOperation(Action.DELETE, collection, rkey, null, null, null);
            delete(new Change(actor, head, now, gone), document);
          }
        });
    return page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast().getId());
  }

  private List<QueryDocumentSnapshot> read(Did did, Nsid collection, String after) {
    String name = NAMES.get(collection);
    if (name == null) {
      throw new IllegalArgumentException("no documents of " + collection);
    }
    String first = did.value() + "_";
    return Await.result(
            firestore
                .collection(name)
                .whereGreaterThan(FieldPath.documentId(), after.isEmpty() ? first : after)
                .whereLessThan(FieldPath.documentId(), did.value() + "`")
                .limit(PAGE)
                .get())
        .getDocuments();
  }

  /** The record's key; empty for another account's and for what only holds counts. */
  private static Optional<RecordKey> rkey(DocumentSnapshot document, Did did, Nsid collection) {
    boolean post = collection.equals(Indexers.POST);
    @Nullable Object owner = document.get(post ? "author" : "actor");
    boolean ours = owner == null ? isShown(document) : owner.equals(did.value());
    String rkey = document.getId().substring(did.value().length() + 1);
    return ours && Tid.isValid(rkey) ? Optional.of(RecordKey.parse(rkey)) : Optional.empty();
  }

  private static boolean isShown(DocumentSnapshot document) {
    return Boolean.TRUE.equals(document.get("live"))
        || Boolean.TRUE.equals(document.get(PostFields.HIDDEN));
  }

  private void delete(Change change, DocumentSnapshot document) {
    RecordIndexer indexer = indexers.of(change.operation().collection());
    boolean whole = indexer.isWhole(document);
    boolean impossible = whole && Revision.of(change.rev(), document) == Revision.OLDER;
    if (!isShown(document) && !impossible) {
      return;
    }
    if (!whole || impossible) {
      try {
        indexer.drop(change, document);
      } catch (RuntimeException e) {
        if (Conflict.isCauseOf(e)) {
          return;
        }
        throw e;
      }
    }
    indexer.index(change).folds().run();
  }
}
