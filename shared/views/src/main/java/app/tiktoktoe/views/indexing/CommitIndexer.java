package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler;
import app.tiktoktoe.events.MaintenanceTask;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.NotificationEvent;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RepoEvent.AccountEvent;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.RepoEvent.IdentityEvent;
import app.tiktoktoe.events.RepoEvent.SyncEvent;
import app.tiktoktoe.events.RepoEventJson;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.views.Pause;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import com.google.cloud.firestore.Firestore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Indexes repository events. The order in which they are delivered, and how often, makes no
 * difference to the views. Thread-safe.
 *
 * <p>For each event: what it changes is written, then other accounts are notified, then counts
 * follow, then the outbox entry is confirmed. A handler that dies in between is made good by the
 * event's next delivery. Events of an account that is not known yet come back later; commits of one
 * that is deleted change nothing any more.
 */
public final class CommitIndexer implements EventHandler {
  private static final Duration PUBLISH_DEADLINE = Duration.ofSeconds(5);

  private final Actors actors;
  private final Outbox outbox;
  private final Publisher publisher;
  private final IdentityIndexer identities;
  private final AccountIndexer accounts;
  private final Indexers indexers;

  /**
   * Indexes into {@code firestore}.
   *
   * @param foldInterval the least time between two counts in one document
   */
  public CommitIndexer(
      Firestore firestore,
      Outbox outbox,
      Publisher publisher,
      CaptionSets captions,
      Duration foldInterval,
      Pause pause) {
    Folds folds = new Folds(foldInterval, pause);
    CardRewriter cards = new CardRewriter(firestore);
    this.actors = new Actors(firestore);
    this.outbox = outbox;
    this.publisher = publisher;
    this.identities = new IdentityIndexer(firestore, cards);
    this.accounts = new AccountIndexer(firestore);
    this.indexers = new Indexers(firestore, folds, cards, captions);
  }

  /** Hands messages to the queue; returns how many it accepted in time. */
  @FunctionalInterface
  public interface Publisher {
    /** As {@link app.tiktoktoe.events.EventPublisher#publish}. */
    int publish(List<Message> messages, Duration deadline);
  }

  @Override
  public Handled handle(Delivery delivery) {
    Handled handled =
        switch (RepoEventJson.decode(delivery.data())) {
          case CommitEvent commit -> index(commit);
          case IdentityEvent identity -> index(identity);
          case AccountEvent account -> index(account);
          case SyncEvent sync -> index(sync);
        };
    if (handled instanceof Handled.Done) {
      delivery.attribute(Message.OUTBOX_ATTRIBUTE).ifPresent(outbox::confirm);
    }
    return handled;
  }

  /** Who may no longer be seen may no longer be played either. */
  private Handled index(AccountEvent account) {
    Handled indexed = accounts.index(account);
    boolean mayPlay =
        switch (account.status()) {
          case ACTIVE, DEACTIVATED -> true;
          case TAKENDOWN, SUSPENDED, DELETED -> false;
        };
    return mayPlay || !(indexed instanceof Handled.Done)
        ? indexed
        : ask(MaintenanceTask.PLAYABLE_VIDEOS, account.did());
  }

  /** Every view follows from commits, but for what was imported: those views are asked for. */
  private Handled index(SyncEvent sync) {
    return sync.imported() ? ask(MaintenanceTask.REBUILD, sync.did()) : Handled.done();
  }

  private Handled ask(String task, Did did) {
    List<Message> asking = List.of(MaintenanceTask.forAccount(task, did));
    return publisher.publish(asking, PUBLISH_DEADLINE) == asking.size()
        ? Handled.done()
        : new Handled.Retry(task + " was not asked for");
  }

  private Handled index(IdentityEvent identity) {
    identities.index(identity);
    return Handled.done();
  }

  private Handled index(CommitEvent commit) {
    if (commit.operations().stream().noneMatch(op -> indexers.has(op.collection()))) {
      return Handled.done();
    }
    Optional<Actor> actor = actors.find(commit.did());
    if (actor.isEmpty()) {
      return new Handled.Retry("an account that is not known yet");
    }
    if (actor.get().status().equals(AccountStatus.DELETED.id())) {
      return Handled.done();
    }
    List<RecordIndexer.Indexed> indexed = new ArrayList<>();
    for (RecordOperation operation : commit.operations()) {
      if (indexers.has(operation.collection())) {
        Change change = new Change(actor.get(), commit.rev(), commit.time(), operation);
        indexed.add(indexers.of(operation.collection()).index(change));
      }
    }
    return finish(indexed);
  }

  private Handled finish(List<RecordIndexer.Indexed> indexed) {
    List<Message> messages =
        indexed.stream().flatMap(one -> one.told().stream()).map(CommitIndexer::message).toList();
    if (!messages.isEmpty() && publisher.publish(messages, PUBLISH_DEADLINE) < messages.size()) {
      return new Handled.Retry("a notification was not published");
    }
    indexed.forEach(one -> one.folds().run());
    return Handled.done();
  }

  private static Message message(NotificationEvent event) {
    return new Message(Topic.NOTIFICATIONS, event.encode(), Map.of());
  }
}
