package app.tiktoktoe.accounts;

import app.tiktoktoe.cloud.Await;
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
   * Asks for a mail to the caller; gives the refusal, or nothing when it is on its way. Counts as
   * an attempt of the account's. Costs two reads and two writes.
   */
  public Optional<Refusal> ask(Caller caller, MailRequest.Kind kind) {
    Optional<StatusChanges.Current> current = changes.find(caller.did());
    if (current.isEmpty()) {
      return Optional.of(Refusal.of("AccountNotFound", "account not found"));
    }
    Optional<Refusal> refusal = StatusWriter.refusal(caller, current.get());
    if (refusal.isPresent()) {
      return refusal;
    }
    Optional<Duration> wait = attempts.count("mail " + caller.did(), kind.id());
    if (wait.isPresent()) {
      return Optional.of(
          new Refusal(Refusal.Kind.TOO_MANY, "RateLimitExceeded", "Rate Limit Exceeded", wait));
    }
    WriteBatch batch = firestore.batch();
    Message message = outbox.add(batch, new MailRequest(caller.did(), kind, clock.instant()));
    Await.result(batch.commit());
    announcer.publish(List.of(message), PUBLISH_DEADLINE);
    return Optional.empty();
  }
}
