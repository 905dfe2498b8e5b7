package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.plc.PlcService;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RepoEvent.IdentityEvent;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes of the did:plc identities of accounts: what an account that lives here should say, a
 * signature of ours for any other change, and the way to the directory for one that keeps the
 * account here. Thread-safe.
 */
public final class PlcOperations {
  private static final Duration PUBLISH_DEADLINE = Duration.ofMillis(300);

  private final AuditTrail audit;
  private final StatusChanges changes;
  private final Accounts accounts;
  private final Identities identities;
  private final PlcIdentities plc;
  private final EmailTokens tokens;
  private final Outbox outbox;
  private final Announcer announcer;
  private final InstantSource clock;

  /** Over the given stores. */
  public PlcOperations(
      AuditTrail audit,
      StatusChanges changes,
      Accounts accounts,
      Identities identities,
      PlcIdentities plc,
      EmailTokens tokens,
      Outbox outbox,
      Announcer announcer,
      InstantSource clock) {
    this.audit = audit;
    this.changes = changes;
    this.accounts = accounts;
    this.identities = identities;
    this.plc = plc;
    this.tokens = tokens;
    this.outbox = outbox;
    this.announcer = announcer;
    this.clock = clock;
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** What an identity should say. */
    record Recommended(PlcOperation operation) implements Outcome {}

    /** An operation that may be submitted, here or elsewhere. */
    record Signed(SignedPlcOperation operation) implements Outcome {}

    /** None. */
    record Refused(Refusal refusal) implements Outcome {}
  }

  /** What is to be changed; an absent part stays as it is. */
  public record Wish(
      Optional<List<PublicKey>> rotationKeys,
      Optional<List<String>> alsoKnownAs,
      Optional<Map<String, String>> verificationMethods,
      Optional<Map<String, PlcService>> services) {

    private PlcOperation applied(PlcOperation state, SignedPlcOperation last) {
      return new PlcOperation(
          rotationKeys.orElse(state.rotationKeys()),
          verificationMethods.orElse(state.verificationMethods()),
          alsoKnownAs.orElse(state.alsoKnownAs()),
          services.orElse(state.services()),
          last.cid());
    }
  }

  /** What the identity of an account that lives here should say; two documents read. */
  public Outcome recommended(Caller caller) {
    return admitted(caller)
        .<Outcome>map(Outcome.Refused::new)
        .orElseGet(() -> advice(caller.did()));
  }

  private Outcome advice(Did did) {
    Optional<Account> account = accounts.find(did);
    if (account.isEmpty()) {
      return refused(Refusal.of("AccountNotFound", "user not found"));
    }
    return new Outcome.Recommended(
        new PlcOperation(
            List.of(plc.rotationKey()),
            Map.of("atproto", account.get().signingKey().didKey()),
            List.of("at://" + account.get().handle().value()),
            Map.of(DidDocuments.PDS_FRAGMENT, plc.server()),
            null));
  }

  /**
   * Signs a change of the caller's identity, for the token that was mailed. Three documents read,
   * two written, one deleted.
   *
   * @throws PlcUnavailableException when the directory does not answer; the token is used up
   */
  public Outcome sign(Caller caller, String token, Wish wish) {
    Optional<Refusal> refusal = admitted(caller).or(() -> useUp(caller.did(), token));
    return refusal.<Outcome>map(Outcome.Refused::new).orElseGet(() -> sign(caller.did(), wish));
  }

  private Optional<Refusal> useUp(Did did, String token) {
    return switch (tokens.check(did, MailRequest.Kind.PLC_OPERATION, token)) {
      case EmailTokens.Check.Invalid() -> invalidToken();
      case EmailTokens.Check.Expired() ->
          Optional.of(Refusal.of("ExpiredToken", "Token is expired"));
      case EmailTokens.Check.Good good -> {
        boolean isUsedUp =
            audit.isCommitted(did, AuditEvent.byOwner(AuditKind.PLC_SIGNED), good::useUp);
        yield isUsedUp ? Optional.empty() : invalidToken();
      }
    };
  }

  private static Optional<Refusal> invalidToken() {
    return Optional.of(Refusal.of("InvalidToken", "Token is invalid"));
  }

  private Outcome sign(Did did, Wish wish) {
    Optional<SignedPlcOperation> last = identities.last(did);
    Optional<PlcOperation> state = last.flatMap(op -> Identities.state(op.action()));
    if (state.isEmpty()) {
      return refused(Refusal.invalid("Did is tombstoned"));
    }
    return plc.sign(state.get(), wish.applied(state.get(), last.orElseThrow()))
        .<Outcome>map(Outcome.Signed::new)
        .orElseGet(() -> refused(Refusal.invalid("The identity does not name a key of ours")));
  }

  /**
   * Sends a change to the directory, if it keeps the account here: our rotation key, our address,
   * the account's signing key and its handle. Three documents read, three written.
   *
   * @return the refusal, or nothing when it is done
   * @throws PlcUnavailableException when the directory does not answer; it may have taken it
   */
  public Optional<Refusal> submit(Caller caller, SignedPlcOperation operation) {
    Optional<Refusal> refused = admitted(caller);
    if (refused.isPresent()) {
      return refused;
    }
    Optional<Account> account = accounts.find(caller.did());
    if (account.isEmpty() || !(operation.action() instanceof PlcOperation next)) {
      return Optional.of(Refusal.invalid("Invalid operation"));
    }
    Optional<String> fault = fault(account.get(), next);
    if (fault.isPresent()) {
      return fault.map(Refusal::invalid);
    }
    if (!plc.submit(caller.did(), operation)
        && identities.last(caller.did()).filter(operation::equals).isEmpty()) {
      return Optional.of(Refusal.invalid("The PLC directory refuses the operation"));
    }
    tell(account.get());
    return Optional.empty();
  }

  private Optional<String> fault(Account account, PlcOperation next) {
    PlcService server = next.services().get(DidDocuments.PDS_FRAGMENT);
    if (!plc.mayChange(next.rotationKeys())) {
      return Optional.of("Rotation keys do not include server's rotation key");
    }
    if (server == null || !server.type().equals(plc.server().type())) {
      return Optional.of("Incorrect type on atproto_pds service");
    }
    if (!server.endpoint().equals(plc.server().endpoint())) {
      return Optional.of("Incorrect endpoint on atproto_pds service");
    }
    if (!account.signingKey().didKey().equals(next.verificationMethods().get("atproto"))) {
      return Optional.of("Incorrect signing key");
    }
    return next.alsoKnownAs().stream()
            .findFirst()
            .equals(Optional.of("at://" + account.handle().value()))
        ? Optional.empty()
        : Optional.of("Incorrect handle in alsoKnownAs");
  }

  private void tell(Account account) {
    IdentityEvent event =
        new IdentityEvent(
            account.did(), account.handle(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    audit
        .commit(
            account.did(),
            AuditEvent.byOwner(AuditKind.PLC_SUBMITTED),
            batch -> outbox.add(batch, event))
        .ifPresent(message -> announcer.publish(List.of(message), PUBLISH_DEADLINE));
  }

  private Optional<Refusal> admitted(Caller caller) {
    return changes
        .find(caller.did())
        .map(current -> StatusWriter.refusal(caller, current))
        .orElseGet(() -> Optional.of(Refusal.of("AccountNotFound", "user not found")));
  }

  private static Outcome refused(Refusal refusal) {
    return new Outcome.Refused(refusal);
  }
}
