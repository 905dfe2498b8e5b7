package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.StatusChanges;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes all documents of a new account in one batch: account, e-mail, handle, repository, first
 * views, first session, and the events that tell of it. Thread-safe.
 */
public final class AccountWriter {
  private static final Duration PUBLISH_DEADLINE = Duration.ofMillis(300);

  private final Firestore firestore;
  private final AuditTrail audit;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Repositories repositories;
  private final KeyVault vault;
  private final FirstDocuments views;
  private final FirstDocuments viewsAgain;
  private final Outbox outbox;
  private final Announcer announcer;

  /**
   * Writes to {@code firestore}, where all the others keep theirs.
   *
   * @param viewsAgain the first views of an account that comes back, in the place of what is left
   */
  public AccountWriter(
      Firestore firestore,
      AuditTrail audit,
      Accounts accounts,
      Sessions sessions,
      Repositories repositories,
      KeyVault vault,
      FirstDocuments views,
      FirstDocuments viewsAgain,
      Outbox outbox,
      Announcer announcer) {
    this.firestore = firestore;
    this.audit = audit;
    this.accounts = accounts;
    this.sessions = sessions;
    this.repositories = repositories;
    this.vault = vault;
    this.views = views;
    this.viewsAgain = viewsAgain;
    this.outbox = outbox;
    this.announcer = announcer;
  }

  /** An account that exists, with the messages that tell of it. */
  record Written(Account account, Sessions.Tokens tokens, List<Message> messages) {}

  /** Seals the key of the account that {@code reservation} will become. */
  byte[] seal(Did did, SigningKey key) {
    byte[] secret = key.secretBytes();
    try {
      return vault.seal(did, secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /**
   * Turns a reservation into an account.
   *
   * @return empty when one of the documents is there already, or the reservation was changed
   */
  Optional<Written> write(Reservation reservation, Instant now) {
    SigningKey key = open(reservation);
    Account account =
        new Account(
            reservation.did(),
            reservation.handle(),
            reservation.email(),
            false,
            reservation.passwordHash(),
            key.publicKey(),
            now);
    return audit.commit(
        account.did(),
        AuditEvent.byOwner(AuditKind.SIGN_UP),
        batch -> addTo(batch, reservation, account, key, now));
  }

  private Written addTo(
      WriteBatch batch, Reservation reservation, Account account, SigningKey key, Instant now) {
    new HandleRecords(firestore).take(batch, reservation);
    accounts.addTo(batch, account);
    RepoEvent.CommitEvent commit = repositories.open(batch, account.did(), key);
    views.addTo(batch, account.did(), account.handle(), RepositoryStatus.ACTIVE.id(), now);
    List<Message> messages = outbox.addAll(batch, beginning(account, commit, now));
    return new Written(account, sessions.start(batch, account.did()), messages);
  }

  /**
   * Writes an account that moves here: deactivated, and nobody is told.
   *
   * @param erased what is left of it when it was here before
   * @param more what else belongs to it
   * @return empty when one of the documents is there already, or what was left has changed
   */
  Optional<Written> writeMoved(
      Account account,
      SigningKey key,
      Optional<ReservedKeys.Reserved> reserved,
      Optional<StatusChanges.Current> erased,
      Consumer<WriteBatch> more) {
    return audit.commit(
        account.did(),
        AuditEvent.byOwner(AuditKind.MOVED_IN),
        batch -> {
          more.accept(batch);
          return addMovedTo(batch, account, key, reserved, erased);
        });
  }

  private Written addMovedTo(
      WriteBatch batch,
      Account account,
      SigningKey key,
      Optional<ReservedKeys.Reserved> reserved,
      Optional<StatusChanges.Current> erased) {
    RepositoryStatus status = RepositoryStatus.DEACTIVATED;
    new HandleRecords(firestore).claim(batch, account);
    accounts.addTo(batch, account);
    erased.ifPresentOrElse(
        left -> repositories.reopen(batch, left, key, status),
        () -> repositories.open(batch, account.did(), key, status));
    (erased.isPresent() ? viewsAgain : views)
        .addTo(batch, account.did(), account.handle(), status.id(), account.createdAt());
    reserved.ifPresent(kept -> ReservedKeys.remove(batch, kept));
    return new Written(account, sessions.start(batch, account.did()), List.of());
  }

  /** What other servers have to hear of a new account, in this order. */
  private static List<RepoEvent> beginning(
      Account account, RepoEvent.CommitEvent commit, Instant now) {
    Did did = account.did();
    return List.of(
        new RepoEvent.IdentityEvent(did, account.handle(), now),
        new RepoEvent.AccountEvent(did, AccountStatus.ACTIVE, now),
        commit,
        new RepoEvent.SyncEvent(did, commit.rev(), commit.commit(), now));
  }

  private SigningKey open(Reservation reservation) {
    byte[] secret = vault.open(reservation.did(), reservation.sealedKey());
    try {
      return SigningKey.fromBytes(Curve.K256, secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Publishes what the outbox holds anyway; what does not arrive in time is swept later. */
  void announce(Written written) {
    announcer.publish(written.messages(), PUBLISH_DEADLINE);
  }
}
