package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.events.RepoEvent.AccountEvent;
import app.tiktoktoe.events.RepoEvent.SyncEvent;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Changes what decides whether an account is served. Every commit has the head as its precondition,
 * so one that began before a change fails and is refused: writes obey at once. Thread-safe.
 */
public final class StatusChanges {
  private static final String DEACTIVATED_AT = "deactivatedAt";
  private static final String DELETE_AFTER = "deleteAfter";
  private static final String TAKEDOWN = "takedown";
  private static final String STATUS_AT = "statusAt";
  private static final FieldMask MASK =
      FieldMask.of(
          "status",
          "tokensValidFrom",
          "rev",
          "commitCid",
          DEACTIVATED_AT,
          DELETE_AFTER,
          TAKEDOWN,
          STATUS_AT,
          HeadDocument.IMPORTING,
          HeadDocument.IMPORTED,
          HeadDocument.ERASED_AT);

  private final Paths paths;
  private final InstantSource clock;

  /** Reads nothing yet. */
  public StatusChanges(Firestore firestore, InstantSource clock) {
    this.paths = new Paths(firestore);
    this.clock = clock;
  }

  /**
   * What the head of a repository says.
   *
   * @param statusAt when the switches were last touched; {@link Instant#EPOCH} when never
   * @param isImporting whether an import was begun and not completed: such an account must not be
   *     switched on
   * @param isImported whether an import was completed of which no event has told
   * @param isErased whether nothing but this is left of a deleted account
   * @param version what {@link #addTo} depends on
   */
  public record Current(
      Did did,
      AccountSwitches switches,
      Instant tokensValidFrom,
      Tid rev,
      Cid commit,
      Instant statusAt,
      boolean isImporting,
      boolean isImported,
      boolean isErased,
      Timestamp version) {}

  /** What to say of a change once its batch is committed. */
  public record Changed(AccountEvent account, SyncEvent sync, Instant tokensValidFrom) {}

  /** The present state, for one read; empty when there is no repository. */
  public Optional<Current> find(Did did) {
    DocumentSnapshot head =
        Await.result(paths.firestore().getAll(new DocumentReference[] {paths.head(did)}, MASK))
            .getFirst();
    return head.exists() ? Optional.of(read(did, head)) : Optional.empty();
  }

  /**
   * Accounts whose owners wanted to be deleted by {@code now} if they had not come back; a read
   * each, and one when there are none.
   */
  public List<Did> overdue(Instant now, int limit) {
    return Await.result(
            paths
                .firestore()
                .collection("repos")
                .whereLessThanOrEqualTo(DELETE_AFTER, HeadDocument.timestamp(now))
                .orderBy(DELETE_AFTER)
                .limit(limit)
                .get())
        .getDocuments()
        .stream()
        .map(head -> Did.parse(head.getId()))
        .toList();
  }

  private static Current read(Did did, DocumentSnapshot head) {
    Standing standing = HeadDocument.standing(head);
    Optional<Instant> deactivatedAt = time(head, DEACTIVATED_AT);
    Instant statusAt = time(head, STATUS_AT).orElse(Instant.EPOCH);
    AccountSwitches switches =
        new AccountSwitches(
            deactivatedAt.isEmpty() && standing.status() == RepositoryStatus.DEACTIVATED
                ? Optional.of(statusAt)
                : deactivatedAt,
            time(head, DELETE_AFTER),
            Optional.ofNullable(head.getString(TAKEDOWN)),
            standing.status() == RepositoryStatus.DELETED);
    return new Current(
        did,
        switches,
        standing.tokensValidFrom(),
        Tid.parse(HeadDocument.text(head, "rev")),
        Cid.parse(HeadDocument.text(head, "commitCid")),
        statusAt,
        head.contains(HeadDocument.IMPORTING),
        head.contains(HeadDocument.IMPORTED),
        head.contains(HeadDocument.ERASED_AT),
        Objects.requireNonNull(head.getUpdateTime()));
  }

  /** Tokens count whole seconds, and one may be dated from the floor that stands. */
  private static Instant above(Current current, Instant at) {
    Instant next = at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    Instant floor = current.tokensValidFrom();
    return next.isAfter(floor) ? next : floor.plusSeconds(1);
  }

  /**
   * Adds one update to {@code batch}, whose commit fails when the head has changed meanwhile. A
   * deleted account's sealed key goes.
   *
   * @param endsSessions whether tokens that were issued until now are revoked
   * @return what happened, at a time after every earlier change of this account
   */
  public Changed addTo(
      WriteBatch batch, Current current, AccountSwitches next, boolean endsSessions) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant at = now.isAfter(current.statusAt()) ? now : current.statusAt().plusNanos(1_000);
    Instant validFrom = endsSessions ? above(current, at) : current.tokensValidFrom();
    Map<String, Object> fields = new HashMap<>();
    fields.put("status", next.status().id());
    fields.put("tokensValidFrom", HeadDocument.timestamp(validFrom));
    fields.put(STATUS_AT, HeadDocument.timestamp(at));
    fields.put(DEACTIVATED_AT, orAbsent(next.deactivatedAt().map(HeadDocument::timestamp)));
    fields.put(DELETE_AFTER, orAbsent(next.deleteAfter().map(HeadDocument::timestamp)));
    fields.put(TAKEDOWN, orAbsent(next.takedown()));
    boolean tells = current.isImported() && isSwitchedOn(current.switches(), next);
    if (tells) {
      fields.put(HeadDocument.IMPORTED, FieldValue.delete());
    }
    if (next.isDeleted()) {
      fields.put("signingKey", Blob.fromBytes(new byte[0]));
      fields.put(
          HeadDocument.ERASE_AFTER, HeadDocument.timestamp(at.plus(RepositoryErasure.DELAY)));
    }
    batch.update(paths.head(current.did()), fields, Precondition.updatedAt(current.version()));
    AccountStatus status = AccountStatus.ofId(next.status().id());
    return new Changed(
        new AccountEvent(current.did(), status, at),
        new SyncEvent(current.did(), current.rev(), current.commit(), at, tells),
        validFrom);
  }

  /** By its owner: what else a change tells of has an event that says where the repository is. */
  private static boolean isSwitchedOn(AccountSwitches before, AccountSwitches next) {
    return before.takedown().isEmpty() && next.status() == RepositoryStatus.ACTIVE;
  }

  private static Object orAbsent(Optional<?> value) {
    return value.isPresent() ? value.get() : FieldValue.delete();
  }

  private static Optional<Instant> time(DocumentSnapshot head, String field) {
    return Optional.ofNullable(head.getTimestamp(field))
        .map(time -> Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
  }
}
