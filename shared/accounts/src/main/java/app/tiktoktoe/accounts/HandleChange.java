package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RepoEvent.IdentityEvent;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives accounts other handles, below a domain of the service or of their own, in an order in which
 * a handle never names two: claim it, change the identity, change the account and free the old one.
 * Stopped between, the same request goes on. Thread-safe, also across instances.
 */
public final class HandleChange {
  private static final Duration PUBLISH_DEADLINE = Duration.ofMillis(300);
  private static final Attempts.Limit LIMIT = new Attempts.Limit(10, Duration.ofMinutes(5), 50);
  private static final String SCHEME = "at://";
  private static final String PLC = "did:plc:";
  private static final int MAX_TRIES = 5;

  private final Firestore firestore;
  private final AuditTrail audit;
  private final StatusChanges changes;
  private final Attempts attempts;
  private final HandlePolicy policy;
  private final ForeignHandles foreign;
  private final Accounts accounts;
  private final HandleRecords handles;
  private final Identities identities;
  private final PlcIdentities plc;
  private final Outbox outbox;
  private final Announcer announcer;
  private final InstantSource clock;

  /** Over the given stores. */
  public HandleChange(
      Firestore firestore,
      AuditTrail audit,
      StatusChanges changes,
      Attempts attempts,
      HandlePolicy policy,
      ForeignHandles foreign,
      Accounts accounts,
      Identities identities,
      PlcIdentities plc,
      Outbox outbox,
      Announcer announcer,
      InstantSource clock) {
    this.firestore = firestore;
    this.audit = audit;
    this.changes = changes;
    this.attempts = attempts;
    this.policy = policy;
    this.foreign = foreign;
    this.accounts = accounts;
    this.handles = new HandleRecords(firestore);
    this.identities = identities;
    this.plc = plc;
    this.outbox = outbox;
    this.announcer = announcer;
    this.clock = clock;
  }

  /**
   * Gives the caller's account a handle, at most 10 times in 5 minutes and 50 times a day. The
   * handle that it has is announced again. Costs four reads, six writes and a deletion.
   *
   * @return the refusal, or nothing when it is done
   * @throws PlcUnavailableException when the directory does not answer; to be tried again
   */
  public Optional<Refusal> change(Caller caller, Handle wanted) {
    return changes
        .find(caller.did())
        .map(current -> StatusWriter.refusal(caller, current))
        .orElseGet(() -> Optional.of(Refusal.of("AccountNotFound", "user not found")))
        .or(() -> attempts.refuse("handle " + caller.did(), "", LIMIT))
        .or(() -> fault(caller.did(), wanted))
        .or(() -> change(caller.did(), wanted));
  }

  private Optional<Refusal> fault(Did did, Handle wanted) {
    if (policy.isOurs(wanted)) {
      return policy.check(wanted);
    }
    Optional<Refusal> refusal = policy.checkForeign(wanted);
    if (refusal.isPresent() || foreign.resolve(wanted).equals(Optional.of(did))) {
      return refusal;
    }
    return Optional.of(Refusal.invalid("External handle did not resolve to DID"));
  }

  private Optional<Refusal> change(Did did, Handle wanted) {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      Optional<Accounts.Versioned> known = accounts.findVersioned(did);
      if (known.isEmpty()) {
        return Optional.of(Refusal.of("AccountNotFound", "user not found"));
      }
      boolean isNew = !known.get().account().handle().equals(wanted);
      if (isNew && !handles.claim(wanted, did)) {
        return Optional.of(Refusal.invalid("Handle already taken: " + wanted));
      }
      Optional<Refusal> refusal = point(did, wanted);
      if (refusal.isPresent()) {
        giveBack(wanted, isNew);
        return refusal;
      }
      if (isWritten(known.get(), wanted)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        Refusal.unavailable("The account changes all the time", Duration.ofSeconds(1)));
  }

  private void giveBack(Handle wanted, boolean isNew) {
    if (isNew) {
      WriteBatch batch = firestore.batch();
      handles.release(batch, wanted);
      Await.result(batch.commit());
    }
  }

  private boolean isWritten(Accounts.Versioned known, Handle wanted) {
    Optional<Message> told =
        audit.commit(
            known.account().did(),
            AuditEvent.byOwner(AuditKind.HANDLE_CHANGED),
            batch -> addTo(batch, known, wanted));
    told.ifPresent(message -> announcer.publish(List.of(message), PUBLISH_DEADLINE));
    return told.isPresent();
  }

  private Message addTo(WriteBatch batch, Accounts.Versioned known, Handle wanted) {
    Handle old = known.account().handle();
    accounts.change(batch, known, Map.of("handle", wanted.value()));
    if (!old.equals(wanted)) {
      handles.release(batch, old);
    }
    return outbox.add(
        batch,
        new IdentityEvent(
            known.account().did(), wanted, clock.instant().truncatedTo(ChronoUnit.MICROS)));
  }

  /** Makes the identity name the handle; for a did:web its owner must have done so. */
  private Optional<Refusal> point(Did did, Handle wanted) {
    if (did.value().startsWith(PLC)) {
      return pointPlc(did, wanted);
    }
    return identities.document(did) instanceof Identities.Document.Known(DidDocument document)
            && document.handle().equals(Optional.of(wanted))
        ? Optional.empty()
        : Optional.of(Refusal.invalid("DID is not properly configured for handle"));
  }

  /** Somebody may change the identity at the same time, so it is tried again once. */
  private Optional<Refusal> pointPlc(Did did, Handle wanted) {
    for (int attempt = 0; attempt < 2; attempt++) {
      Optional<SignedPlcOperation> last = identities.last(did);
      Optional<PlcOperation> state = last.flatMap(op -> Identities.state(op.action()));
      if (state.isEmpty()) {
        return Optional.of(Refusal.invalid("Did is tombstoned"));
      }
      List<String> names = named(state.get().alsoKnownAs(), wanted);
      if (names.equals(state.get().alsoKnownAs())) {
        return Optional.empty();
      }
      PlcOperation next =
          new PlcOperation(
              state.get().rotationKeys(),
              state.get().verificationMethods(),
              names,
              state.get().services(),
              last.orElseThrow().cid());
      Optional<SignedPlcOperation> signed = plc.sign(state.get(), next);
      if (signed.isEmpty()) {
        return Optional.of(Refusal.invalid("The identity does not name a key of ours"));
      }
      if (plc.submit(did, signed.get())) {
        return Optional.empty();
      }
    }
    return Optional.of(Refusal.invalid("The PLC directory refuses the operation"));
  }

  /** The handle in the place of the first one; other names stay. */
  private static List<String> named(List<String> before, Handle wanted) {
    List<String> names = new ArrayList<>(before);
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).startsWith(SCHEME)) {
        names.set(i, SCHEME + wanted);
        return List.copyOf(names);
      }
    }
    names.addFirst(SCHEME + wanted);
    return List.copyOf(names);
  }
}
