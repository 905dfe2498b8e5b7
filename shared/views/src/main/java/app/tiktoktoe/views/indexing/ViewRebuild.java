package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.views.Pause;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.fanout.TimelineRefill;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.graph.Follows;
import app.tiktoktoe.views.indexing.RebuildSource.Kept;
import app.tiktoktoe.views.indexing.RebuildSource.Origin;
import app.tiktoktoe.views.indexing.RebuildStep.Phase;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the views of one account, or of all, again from the repositories, step by step, while
 * commits go on. Nobody is notified, and no timeline of another account is written. Thread-safe.
 *
 * <p>Nothing is dropped before it can be made again at once: each record's document is dropped and
 * indexed as of the record's own commit, and what no record bears out is deleted. So readers miss a
 * record for a moment only, any step may be done twice or at the same time as another, and a
 * rebuild that is lost half way leaves views as good as before.
 */
public final class ViewRebuild {
  static final int RECORDS = 25;

  /** Blocks and follows first: they decide who is told of the others. */
  private static final List<Nsid> COLLECTIONS =
      List.of(Indexers.BLOCK, Indexers.FOLLOW, Indexers.POST, Indexers.LIKE, Indexers.REPOST);

  private final RebuildSource source;
  private final Firestore firestore;
  private final Actors actors;
  private final CardRewriter cards;
  private final CaptionSets captions;
  private final InstantSource clock;
  private final Pause pause;

  /** Reads nothing yet. */
  public ViewRebuild(
      RebuildSource source,
      Firestore firestore,
      CaptionSets captions,
      InstantSource clock,
      Pause pause) {
    this.source = source;
    this.firestore = firestore;
    this.actors = new Actors(firestore);
    this.cards = new CardRewriter(firestore);
    this.captions = captions;
    this.clock = clock;
    this.pause = pause;
  }

  /** The first step for all accounts; empty when there are none. */
  public Optional<RebuildStep> firstOfAll() {
    return source.accounts(null, 1).stream().findFirst().map(RebuildStep::ofAll);
  }

  /**
   * Does a step: at most a page of records or documents.
   *
   * @return the one that comes next; empty at the end, also for an account that is not here
   */
  public Optional<RebuildStep> run(RebuildStep step) {
    Optional<Origin> origin = source.account(step.did());
    if (origin.isEmpty()) {
      return nextAccount(step);
    }
    LaterFolds folds = new LaterFolds(pause);
    Indexers indexers = new Indexers(firestore, folds, cards, captions);
    RecordReplay replay = new RecordReplay(source, firestore, indexers, folds);
    if (step.phase() == Phase.ACCOUNT) {
      new AccountRebuild(source, firestore).rebuild(step.did(), origin.get(), replay);
    }
    Actor actor = actors.find(step.did()).orElseThrow();
    Optional<RebuildStep> next =
        origin.get().status() == AccountStatus.DELETED
            ? forget(step, actor, indexers)
            : next(step, actor, indexers, replay, folds);
    folds.run();
    return next;
  }

  private Optional<RebuildStep> next(
      RebuildStep step, Actor actor, Indexers indexers, RecordReplay replay, LaterFolds folds) {
    return switch (step.phase()) {
      case ACCOUNT -> step.all() ? nextAccount(step) : Optional.of(firstSweep(step));
      case SWEEP -> Optional.of(sweep(step, actor, indexers));
      case REPLAY -> replay(step, actor, replay);
      case SETTLE -> settle(step, folds);
    };
  }

  /** Of a deleted account nothing is made again, and what is no longer in its repository goes. */
  private Optional<RebuildStep> forget(RebuildStep step, Actor actor, Indexers indexers) {
    if (step.all()) {
      return nextAccount(step);
    }
    return switch (step.phase()) {
      case ACCOUNT -> Optional.of(firstSweep(step));
      case SWEEP -> Optional.of(sweep(step, actor, indexers));
      case REPLAY -> Optional.of(afterCollection(step));
      case SETTLE -> Optional.empty();
    };
  }

  private static RebuildStep firstSweep(RebuildStep step) {
    return step.in(Phase.SWEEP, COLLECTIONS.getFirst().toString());
  }

  private RebuildStep sweep(RebuildStep step, Actor actor, Indexers indexers) {
    return new StaleSweep(source, firestore, indexers, clock)
        .page(actor, collection(step), step.after())
        .map(step::after)
        .orElseGet(() -> step.in(Phase.REPLAY, step.collection()));
  }

  private Optional<RebuildStep> replay(RebuildStep step, Actor actor, RecordReplay replay) {
    Nsid collection = collection(step);
    RecordKey after = step.after().isEmpty() ? null : RecordKey.parse(step.after());
    List<Kept> page = source.records(step.did(), collection, after, RECORDS);
    page.forEach(record -> replay.replay(actor, collection, record));
    if (page.size() == RECORDS) {
      return Optional.of(step.after(page.getLast().rkey().value()));
    }
    return step.all() ? nextAccount(step) : Optional.of(afterCollection(step));
  }

  private Optional<RebuildStep> settle(RebuildStep step, LaterFolds folds) {
    Did did = step.did();
    new OthersEntries(firestore).restore(did);
    Query follows = new Edges(firestore, Follows.COLLECTION).live();
    Query posts = firestore.collection("posts").whereEqualTo("live", true);
    folds.add(count(did, "followersCount", follows.whereEqualTo("subject", did.value())));
    folds.add(count(did, "followsCount", follows.whereEqualTo("actor", did.value())));
    folds.add(count(did, "postsCount", posts.whereEqualTo("author", did.value())));
    new TimelineRefill(firestore).refill(did);
    return nextAccount(step);
  }

  private Count count(Did did, String field, Query query) {
    return new Count(actors.document(did), field, query, false);
  }

  /** The first step of the next collection, or of the last phase. */
  private static RebuildStep afterCollection(RebuildStep step) {
    int place = COLLECTIONS.indexOf(collection(step)) + 1;
    return place < COLLECTIONS.size()
        ? step.in(Phase.SWEEP, COLLECTIONS.get(place).toString())
        : step.in(Phase.SETTLE, "");
  }

  private static Nsid collection(RebuildStep step) {
    return Nsid.parse(step.collection());
  }

  /** All accounts are at the same collection, for they write in each other's documents. */
  private Optional<RebuildStep> nextAccount(RebuildStep step) {
    if (!step.all()) {
      return Optional.empty();
    }
    RebuildStep same =
        step.phase() == Phase.REPLAY ? step.in(Phase.SWEEP, step.collection()) : step;
    Optional<RebuildStep> next = at(step.did(), same);
    if (next.isPresent() || step.phase() == Phase.SETTLE) {
      return next;
    }
    return at(
        null,
        step.phase() == Phase.ACCOUNT
            ? step.in(Phase.SWEEP, COLLECTIONS.getFirst().toString())
            : afterCollection(step));
  }

  /** The beginning of {@code step} for the first account after one. */
  private Optional<RebuildStep> at(@Nullable Did after, RebuildStep step) {
    return source.accounts(after, 1).stream()
        .findFirst()
        .map(did -> new RebuildStep(step.all(), did, step.phase(), step.collection(), ""));
  }
}
