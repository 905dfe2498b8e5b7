package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.repository.AccountSwitches;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Changes an account's status everywhere in one batch: in the repository's head, which writers
 * obey, in the views, which readers obey, and in the outbox. Thread-safe, also across instances.
 */
public final class StatusWriter {
  private static final Duration PUBLISH_DEADLINE = Duration.ofMillis(300);
  private static final int MAX_TRIES = 10;

  private final AuditTrail audit;
  private final StatusChanges changes;
  private final StatusViews views;
  private final Outbox outbox;
  private final Announcer announcer;

  /** Commits by {@code audit}, where all the others keep theirs. */
  public StatusWriter(
      AuditTrail audit,
      StatusChanges changes,
      StatusViews views,
      Outbox outbox,
      Announcer announcer) {
    this.audit = audit;
    this.changes = changes;
    this.views = views;
    this.outbox = outbox;
    this.announcer = announcer;
  }

  /** What is to be done about an account as it is now. */
  sealed interface Plan {
    /** Nothing. */
    record Refuse(Refusal refusal) implements Plan {}

    /**
     * A change.
     *
     * @param noted what the account's chain says of it
     * @param endsSessions whether tokens that were issued until now are revoked
     * @param events what to tell of it, in order
     * @param more what else belongs to it
     */
    record Change(
        AuditEvent noted,
        AccountSwitches next,
        boolean endsSessions,
        Function<StatusChanges.Changed, List<RepoEvent>> events,
        Consumer<WriteBatch> more)
        implements Plan {}
  }

  /** A change that the world hears of by the new status alone. */
  static Plan.Change change(AuditEvent noted, AccountSwitches next, boolean endsSessions) {
    return new Plan.Change(
        noted, next, endsSessions, changed -> List.of(changed.account()), batch -> {});
  }

  /** What the account's head says, for one read. */
  Optional<StatusChanges.Current> find(Did did) {
    return changes.find(did);
  }

  /** Carries out what {@code planner} makes of the present state; gives its refusal. */
  Optional<Refusal> write(Did did, Function<StatusChanges.Current, Plan> planner) {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      Optional<StatusChanges.Current> current = changes.find(did);
      if (current.isEmpty()) {
        return Optional.of(Refusal.of("AccountNotFound", "Could not find account: " + did));
      }
      switch (planner.apply(current.get())) {
        case Plan.Refuse(Refusal refusal) -> {
          return Optional.of(refusal);
        }
        case Plan.Change change -> {
          if (isMade(current.get(), change)) {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.of(
        Refusal.unavailable("The account changes all the time", Duration.ofSeconds(1)));
  }

  private boolean isMade(StatusChanges.Current current, Plan.Change change) {
    Optional<List<Message>> messages =
        audit.commit(current.did(), change.noted(), batch -> addTo(batch, current, change));
    messages.ifPresent(told -> announcer.publish(told, PUBLISH_DEADLINE));
    return messages.isPresent();
  }

  private List<Message> addTo(WriteBatch batch, StatusChanges.Current current, Plan.Change change) {
    StatusChanges.Changed changed =
        changes.addTo(batch, current, change.next(), change.endsSessions());
    views.addTo(batch, current.did(), change.next().status().id(), changed.tokensValidFrom());
    change.more().accept(batch);
    return outbox.addAll(batch, change.events().apply(changed));
  }

  /** Why a session may not manage its account; a deactivated account's may. */
  static Optional<Refusal> refusal(Caller caller, StatusChanges.Current current) {
    return CallerCheck.refusal(caller, current);
  }
}
