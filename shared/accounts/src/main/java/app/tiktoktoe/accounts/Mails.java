package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Asks for mails to the owners of accounts. Thread-safe. */
public final class Mails {
  private static final Duration PUBLISH_DEADLINE = Duration.ofMillis(300);
  static final Attempts.Limit LIMIT = new Attempts.Limit(5, Duration.ofHours(1), 15);

  private final Firestore firestore;
  private final StatusChanges changes;
  private final Attempts attempts;
  private final Outbox outbox;
  private final Announcer announcer;
  private final InstantSource clock;

  /** Writes to {@code firestore}. */
  public Mails(
      Firestore firestore,
      StatusChanges changes,
      Attempts attempts,
      Outbox outbox,
      Announcer announcer,
      InstantSource clock) {
    this.firestore = firestore;
    this.changes = changes;
    this.attempts = attempts;
    this.outbox = outbox;
    this.announcer = announcer;
    this.clock = clock;
  }

  /**
   * Asks for a mail to the caller; gives the refusal, or nothing when it is on its way. At most 5
   * an hour and 15 a day of a kind. Costs two reads and two writes.
   */
  public Optional<Refusal> ask(Caller caller, MailRequest.Kind kind) {
    Optional<StatusChanges.Current> current = changes.find(caller.did());
    if (current.isEmpty()) {
      return Optional.of(Refusal.of("AccountNotFound", "account not found"));
    }
    Optional<Refusal> refusal = StatusWriter.refusal(caller, current.get());
    return refusal.isPresent() ? refusal : ask(caller.did(), kind);
  }

  /** The same for an account that has no session yet, for a read and two writes. */
  Optional<Refusal> ask(Did did, MailRequest.Kind kind) {
    Optional<Refusal> tooMany = attempts.refuse("mail " + did, kind.id(), LIMIT);
    if (tooMany.isEmpty()) {
      send(did, kind);
    }
    return tooMany;
  }

  /** Asks for a mail to {@code recipient}, for a write; twice in a microsecond is once. */
  void send(Did recipient, MailRequest.Kind kind) {
    WriteBatch batch = firestore.batch();
    Message message = outbox.add(batch, new MailRequest(recipient, kind, clock.instant()));
    if (Conflicts.isCommitted(batch)) {
      announcer.publish(List.of(message), PUBLISH_DEADLINE);
    }
  }
}
