package app.tiktoktoe.accounts;

import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Has the owner of a session prove anew who they are before something that is hard to undo: with a
 * second factor where one beyond the mailbox is on, else with the password where that is asked for.
 * A session that was stepped up counts as proved for {@link #LIFETIME}. Thread-safe, also across
 * instances.
 */
public final class StepUps {
  /** How long a proof is good for the session that brought it. */
  public static final Duration LIFETIME = Duration.ofMinutes(5);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Accounts accounts;
  private final FactorStore store;
  private final FreshProof fresh;
  private final SecondFactors factors;
  private final Passkeys passkeys;
  private final Passwords passwords;
  private final Attempts attempts;
  private final InstantSource clock;

  /** On {@code firestore}. */
  public StepUps(
      Firestore firestore,
      Accounts accounts,
      SecondFactors factors,
      Passkeys passkeys,
      Passwords passwords,
      Attempts attempts,
      InstantSource clock) {
    this.accounts = accounts;
    this.store = new FactorStore(firestore, accounts);
    this.fresh = new FreshProof(firestore, clock);
    this.factors = factors;
    this.passkeys = passkeys;
    this.passwords = passwords;
    this.attempts = attempts;
    this.clock = clock;
  }

  /**
   * What a call brings along to prove who makes it.
   *
   * @param code of an app, or a recovery code
   */
  public record Proof(Optional<String> password, Optional<String> code, String clientAddress) {
    /** Shows no secret. */
    @Override
    public String toString() {
      return "Proof[hidden]";
    }
  }

  /** What came of stepping up. */
  public sealed interface Outcome {
    /** Until when the session counts as proved. */
    record Done(Instant until) implements Outcome {}

    /** The proof was not enough. */
    record Refused(Refusal refusal) implements Outcome {}
  }

  /**
   * Why a session may not do what takes a fresh proof: nothing where no factor beyond the mailbox
   * is on. Costs a read, and one more where one is on.
   */
  public Optional<Refusal> refusal(Caller caller) {
    return fresh.refusal(caller);
  }

  /** Why the proof of a call is not enough to change factors; nothing when it is. */
  Optional<Refusal> refusal(Caller caller, Account account, Proof proof) {
    if (!account.hasStrongFactor()) {
      return passwordRefusal(account, proof);
    }
    return proof.code().isPresent()
        ? factors.checkStrong(account, proof.code().get())
        : fresh.isGiven(caller) ? Optional.empty() : Optional.of(FreshProof.required());
  }

  private Optional<Refusal> passwordRefusal(Account account, Proof proof) {
    if (proof.password().isEmpty()) {
      return wrong("The password is required");
    }
    Optional<Duration> wait = attempts.count(account.did().value(), proof.clientAddress());
    if (wait.isPresent()) {
      return wait.map(Refusal::tooMany);
    }
    return switch (passwords.matches(proof.password().get(), Optional.of(account.passwordHash()))) {
      case Passwords.Outcome.Busy<Boolean>() ->
          Optional.of(Refusal.unavailable("Too many sign-ins at once", RETRY_AFTER));
      case Passwords.Outcome.Done<Boolean>(Boolean right) ->
          right ? Optional.empty() : wrong("Invalid password");
    };
  }

  private static Optional<Refusal> wrong(String message) {
    return Optional.of(Refusal.unauthenticated("AuthenticationRequired", message));
  }

  /** What the caller's passkeys are to sign; empty where there are none. */
  public Optional<ObjectNode> request(Caller caller) {
    return accounts
        .find(caller.did())
        .flatMap(account -> passkeys.request(account, purpose(caller)));
  }

  private static String purpose(Caller caller) {
    return "stepUp " + FreshProof.family(caller).orElse("");
  }

  /** Steps up with a code, which is not one that was mailed. */
  public Outcome withCode(Caller caller, String code) {
    return stepUp(caller, account -> factors.checkStrong(account, code));
  }

  /** Steps up with what a passkey signed for {@link #request}. */
  public Outcome withPasskey(Caller caller, String json) {
    return stepUp(caller, account -> passkeys.check(account, purpose(caller), json));
  }

  /** Checks a factor. */
  @FunctionalInterface
  private interface Check {
    Optional<Refusal> of(Account account);
  }

  private Outcome stepUp(Caller caller, Check check) {
    Optional<Account> account = accounts.find(caller.did()).filter(Account::hasStrongFactor);
    Optional<String> family = FreshProof.family(caller);
    if (account.isEmpty() || family.isEmpty()) {
      return new Outcome.Refused(Refusal.invalid("No second factor is on that could be asked for"));
    }
    return check
        .of(account.get())
        .<Outcome>map(Outcome.Refused::new)
        .orElseGet(() -> mark(caller, family.get()));
  }

  private Outcome mark(Caller caller, String family) {
    Instant now = clock.instant();
    Instant until = now.plus(LIFETIME);
    for (int attempt = 0; attempt < FactorStore.MAX_TRIES; attempt++) {
      FactorRecord record = store.find(caller.did());
      Map<String, Instant> families = new HashMap<>(record.steppedUp());
      families.values().removeIf(end -> !now.isBefore(end));
      families.put(family, until);
      if (store.replace(caller.did(), record.withSteppedUp(families))) {
        return new Outcome.Done(until);
      }
    }
    throw FactorStore.changing();
  }
}
