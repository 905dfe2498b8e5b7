package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.Firestore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Turns the second factors of an account on and off. Every change takes a proof ({@link StepUps});
 * the first factor beyond the mailbox brings recovery codes, the last takes them along. Whoever
 * calls has checked the session. Thread-safe, also across instances.
 */
public final class FactorSettings {
  private static final AuditEvent MADE = AuditEvent.byOwner(AuditKind.RECOVERY_CODES_MADE);
  private static final Duration PENDING = Duration.ofMinutes(10);

  private final Accounts accounts;
  private final FactorStore store;
  private final KeyVault vault;
  private final Passkeys passkeys;
  private final StepUps stepUp;
  private final AuditTrail audit;
  private final String service;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * On {@code firestore}; {@code random} is to be a secure one.
   *
   * @param service how apps that make codes name this service
   */
  public FactorSettings(
      Firestore firestore,
      Accounts accounts,
      KeyVault vault,
      Passkeys passkeys,
      StepUps stepUp,
      AuditTrail audit,
      String service,
      InstantSource clock,
      RandomGenerator random) {
    this.accounts = accounts;
    this.store = new FactorStore(firestore, accounts);
    this.vault = vault;
    this.passkeys = passkeys;
    this.stepUp = stepUp;
    this.audit = audit;
    this.service = service;
    this.clock = clock;
    this.random = random;
  }

  /** What came of a call. */
  public sealed interface Outcome<T> {
    /** The answer. */
    record Done<T>(T value) implements Outcome<T> {}

    /** No change. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}
  }

  /** Which factors are on. */
  public record Status(boolean totp, boolean email, List<Passkey> passkeys, int recoveryCodesLeft) {
    /** Copies the list. */
    public Status {
      passkeys = List.copyOf(passkeys);
    }
  }

  /** A secret for an app that makes codes, as text and as what a QR code holds. */
  public record NewTotp(String secret, String uri) {
    /** Shows no secret. */
    @Override
    public String toString() {
      return "NewTotp[hidden]";
    }
  }

  /** For two reads. */
  public Outcome<Status> status(Caller caller) {
    return with(
        caller,
        known -> {
          FactorRecord record = store.find(caller.did());
          return new Outcome.Done<>(
              new Status(
                  record.totp().isPresent(),
                  known.account().factors().contains(Factor.EMAIL),
                  record.passkeys(),
                  record.recovery().size()));
        });
  }

  private <T> Outcome<T> with(Caller caller, Function<Accounts.Versioned, Outcome<T>> work) {
    return accounts
        .findVersioned(caller.did())
        .map(work)
        .orElseGet(() -> new Outcome.Refused<>(Refusal.of("AccountNotFound", "account not found")));
  }

  private <T> Outcome<T> proved(
      Caller caller, StepUps.Proof proof, Function<Accounts.Versioned, Outcome<T>> work) {
    return with(
        caller,
        known -> {
          Optional<Refusal> refusal = stepUp.refusal(caller, known.account(), proof);
          return refusal.isPresent() ? new Outcome.Refused<>(refusal.get()) : work.apply(known);
        });
  }

  private static <T> Outcome<T> refused(String message) {
    return new Outcome.Refused<>(Refusal.invalid(message));
  }

  private static <T> Outcome<T> changing() {
    return new Outcome.Refused<>(
        Refusal.unavailable("The account is changing", Duration.ofSeconds(1)));
  }

  /** Makes a secret, which is in use once {@link #confirmTotp} gets a code of it in 10 minutes. */
  public Outcome<NewTotp> beginTotp(Caller caller, StepUps.Proof proof) {
    return proved(
        caller,
        proof,
        known -> {
          Account account = known.account();
          if (account.factors().contains(Factor.TOTP)) {
            return refused("Codes of an app are on; turn them off first");
          }
          byte[] secret = Totp.newSecret(random);
          FactorRecord.Pending pending =
              new FactorRecord.Pending(
                  Blob.fromBytes(vault.seal(account.did(), secret)), clock.instant().plus(PENDING));
          return store.replace(account.did(), store.find(account.did()).withPending(pending))
              ? new Outcome.Done<>(
                  new NewTotp(
                      Totp.text(secret), Totp.uri(secret, service, account.handle().value())))
              : changing();
        });
  }

  /**
   * Takes the secret of {@link #beginTotp} into use.
   *
   * @return the recovery codes, where the account had none yet
   */
  public Outcome<List<String>> confirmTotp(Caller caller, String code) {
    return with(
        caller,
        known -> {
          Did did = caller.did();
          FactorRecord record = store.find(did);
          Optional<FactorRecord.Secret> confirmed =
              record.pending().flatMap(pending -> confirmed(did, pending, code));
          return confirmed.isPresent()
              ? turnedOn(known, record, record.withTotp(confirmed), Factor.TOTP)
              : new Outcome.Refused<>(SecondFactors.invalid().orElseThrow());
        });
  }

  private Optional<FactorRecord.Secret> confirmed(
      Did did, FactorRecord.Pending pending, String code) {
    Instant now = clock.instant();
    if (!now.isBefore(pending.until())) {
      return Optional.empty();
    }
    byte[] secret = vault.open(did, pending.sealed().toBytes());
    OptionalLong step = Totp.match(secret, code.replaceAll("\\s", ""), now, Long.MIN_VALUE);
    return step.isPresent()
        ? Optional.of(new FactorRecord.Secret(pending.sealed(), step.getAsLong()))
        : Optional.empty();
  }

  private Outcome<List<String>> turnedOn(
      Accounts.Versioned known, FactorRecord before, FactorRecord next, Factor factor) {
    AuditEvent event = AuditEvent.byOwner(AuditKind.FACTOR_ADDED).about(factor.id());
    if (!before.recovery().isEmpty()) {
      return store.replace(known, next, audit, event) ? new Outcome.Done<>(List.of()) : changing();
    }
    return newCodes(known, next, event);
  }

  private Outcome<List<String>> newCodes(
      Accounts.Versioned known, FactorRecord next, AuditEvent event) {
    List<String> codes = RecoveryCodes.make(random);
    List<String> digests = RecoveryCodes.digests(known.account().did(), codes);
    return store.replace(known, next.withRecovery(digests), audit, event)
        ? new Outcome.Done<>(codes)
        : changing();
  }

  /** Makes recovery codes in place of all earlier ones. */
  public Outcome<List<String>> newRecoveryCodes(Caller caller, StepUps.Proof proof) {
    return proved(
        caller,
        proof,
        known ->
            known.account().hasStrongFactor()
                ? newCodes(known, store.find(caller.did()), MADE)
                : refused("Recovery codes come with codes of an app, or with a passkey"));
  }

  /** Turns codes of an app off, or all passkeys. Mailed codes are turned off with the address. */
  public Optional<Refusal> turnOff(Caller caller, Factor factor, StepUps.Proof proof) {
    return refusal(
        proved(
            caller,
            proof,
            known -> {
              FactorRecord record = store.find(caller.did());
              return switch (factor) {
                case TOTP -> replaced(known, record.withTotp(Optional.empty()), factor);
                case PASSKEY -> replaced(known, record.withPasskeys(List.of()), factor);
                case EMAIL -> refused("Mailed codes are turned off by changing the e-mail address");
              };
            }));
  }

  private Outcome<Boolean> replaced(Accounts.Versioned known, FactorRecord next, Factor factor) {
    AuditEvent event = AuditEvent.byOwner(AuditKind.FACTOR_REMOVED).about(factor.id());
    return store.replace(known, next, audit, event) ? new Outcome.Done<>(true) : changing();
  }

  private static Optional<Refusal> refusal(Outcome<Boolean> outcome) {
    return switch (outcome) {
      case Outcome.Done<Boolean> _ -> Optional.empty();
      case Outcome.Refused<Boolean>(Refusal refusal) -> Optional.of(refusal);
    };
  }

  /** What a browser makes a new passkey by. */
  public Outcome<ObjectNode> beginPasskey(Caller caller, StepUps.Proof proof) {
    return proved(caller, proof, known -> new Outcome.Done<>(passkeys.creation(known.account())));
  }

  /**
   * A passkey that is in use now.
   *
   * @param id of its credential
   * @param recoveryCodes where the account had none yet
   */
  public record Added(String id, List<String> recoveryCodes) {
    /** Copies the list. */
    public Added {
      recoveryCodes = List.copyOf(recoveryCodes);
    }

    /** Shows no codes. */
    @Override
    public String toString() {
      return "Added[" + id + "]";
    }
  }

  /** Keeps the passkey that answers {@link #beginPasskey}. */
  public Outcome<Added> addPasskey(Caller caller, String name, String json) {
    return with(
        caller,
        known -> {
          FactorRecord record = store.find(caller.did());
          if (record.passkeys().size() >= Passkeys.MAX) {
            return refused("An account has at most " + Passkeys.MAX + " passkeys");
          }
          return passkeys
              .added(record, json, name)
              .map(next -> added(next, turnedOn(known, record, next, Factor.PASSKEY)))
              .orElseGet(() -> new Outcome.Refused<>(SecondFactors.invalid().orElseThrow()));
        });
  }

  private static Outcome<Added> added(FactorRecord next, Outcome<List<String>> outcome) {
    return switch (outcome) {
      case Outcome.Done<List<String>>(List<String> codes) ->
          new Outcome.Done<>(new Added(next.passkeys().getLast().id(), codes));
      case Outcome.Refused<List<String>>(Refusal refusal) -> new Outcome.Refused<>(refusal);
    };
  }

  /** Forgets a passkey. */
  public Optional<Refusal> removePasskey(Caller caller, String id, StepUps.Proof proof) {
    return refusal(
        proved(
            caller,
            proof,
            known -> {
              FactorRecord record = store.find(caller.did());
              List<Passkey> left =
                  record.passkeys().stream().filter(key -> !key.id().equals(id)).toList();
              return left.size() == record.passkeys().size()
                  ? refused("There is no such passkey")
                  : replaced(known, record.withPasskeys(left), Factor.PASSKEY);
            }));
  }
}
