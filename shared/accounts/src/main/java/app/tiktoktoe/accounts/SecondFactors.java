package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks for a code where an account has a second factor, and checks it: a code of an app, a recovery
 * code, or one that was mailed, told apart by their form. Wrong and right ones are counted per
 * account, wherever they come from: 10 in 10 minutes and 50 a day. Only who knows the password may
 * get here. Thread-safe, also across instances.
 */
public final class SecondFactors {
  private static final Attempts.Limit LIMIT = new Attempts.Limit(10, Duration.ofMinutes(10), 50);
  private static final AuditEvent RECOVERED = AuditEvent.byOwner(AuditKind.RECOVERY_CODE_USED);
  private static final String TOTP_CODE = "[0-9]{6}";

  private final Firestore firestore;
  private final FactorStore store;
  private final KeyVault vault;
  private final EmailTokens tokens;
  private final Mails mails;
  private final Attempts attempts;
  private final AuditTrail audit;
  private final InstantSource clock;

  /** On {@code firestore}; {@code vault} opens the secrets. */
  public SecondFactors(
      Firestore firestore,
      Accounts accounts,
      KeyVault vault,
      EmailTokens tokens,
      Mails mails,
      Attempts attempts,
      AuditTrail audit,
      InstantSource clock) {
    this.firestore = firestore;
    this.store = new FactorStore(firestore, accounts);
    this.vault = vault;
    this.tokens = tokens;
    this.mails = mails;
    this.attempts = attempts;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Why a sign-in with the right password is not enough: nothing when no factor is on or the code
   * is right. Costs nothing without a factor; {@link #ask} without a code, {@link #check} with one.
   */
  Optional<Refusal> refusal(Account account, Optional<String> code) {
    if (account.factors().isEmpty()) {
      return Optional.empty();
    }
    return code.isPresent()
        ? check(account, code.get())
        : ask(account).or(() -> Optional.of(required(account)));
  }

  private static Refusal required(Account account) {
    return Refusal.unauthenticated(
        "AuthFactorTokenRequired",
        account.factors().contains(Factor.EMAIL)
            ? "A sign in code has been sent to your email address"
            : "A code of your authenticator app or a recovery code is required");
  }

  /**
   * Mails a code where the account has that factor, for a read and two writes; gives the refusal
   * when there were too many mails.
   */
  public Optional<Refusal> ask(Account account) {
    return account.factors().contains(Factor.EMAIL)
        ? mails.ask(account.did(), MailRequest.Kind.SIGN_IN)
        : Optional.empty();
  }

  /**
   * Why a code is not right: {@code InvalidToken}, {@code ExpiredToken} or too many attempts;
   * nothing when it is, and then it is used up. Costs two reads and two writes, or a read and a
   * write less where nothing matches.
   */
  public Optional<Refusal> check(Account account, String code) {
    return check(account, code, account.factors().contains(Factor.EMAIL));
  }

  /** The same, without mailed codes. */
  Optional<Refusal> checkStrong(Account account, String code) {
    return check(account, code, false);
  }

  private Optional<Refusal> check(Account account, String code, boolean mailed) {
    Optional<Refusal> tooMany = attempts.refuse("factor " + account.did(), "code", LIMIT);
    if (tooMany.isPresent()) {
      return tooMany;
    }
    Did did = account.did();
    String plain = code.replaceAll("\\s", "");
    if (plain.matches(TOTP_CODE)) {
      return account.factors().contains(Factor.TOTP) ? checkTotp(did, plain) : invalid();
    }
    Optional<String> recovery = RecoveryCodes.digest(did, code);
    if (recovery.isPresent()) {
      return checkRecovery(did, recovery.get());
    }
    return mailed ? checkMailed(did, code) : invalid();
  }

  private Optional<Refusal> checkTotp(Did did, String code) {
    for (int attempt = 0; attempt < FactorStore.MAX_TRIES; attempt++) {
      FactorRecord record = store.find(did);
      if (record.totp().isEmpty()) {
        return invalid();
      }
      FactorRecord.Secret known = record.totp().get();
      OptionalLong step =
          Totp.match(
              vault.open(did, known.sealed().toBytes()), code, clock.instant(), known.lastStep());
      if (step.isEmpty()) {
        return invalid();
      }
      FactorRecord.Secret used = new FactorRecord.Secret(known.sealed(), step.getAsLong());
      if (store.replace(did, record.withUsed(used))) {
        return Optional.empty();
      }
    }
    throw FactorStore.changing();
  }

  private Optional<Refusal> checkRecovery(Did did, String digest) {
    for (int attempt = 0; attempt < FactorStore.MAX_TRIES; attempt++) {
      FactorRecord record = store.find(did);
      if (!record.recovery().contains(digest)) {
        return invalid();
      }
      FactorRecord rest = record.withoutRecovery(digest);
      if (audit.isCommitted(did, RECOVERED, batch -> store.put(batch, did, rest))) {
        return Optional.empty();
      }
    }
    throw FactorStore.changing();
  }

  private Optional<Refusal> checkMailed(Did did, String code) {
    return switch (tokens.check(did, MailRequest.Kind.SIGN_IN, code)) {
      case EmailTokens.Check.Invalid() -> invalid();
      case EmailTokens.Check.Expired() ->
          Optional.of(Refusal.of("ExpiredToken", "Token is expired"));
      case EmailTokens.Check.Good good -> {
        WriteBatch batch = firestore.batch();
        good.useUp(batch);
        yield Conflicts.isCommitted(batch) ? Optional.empty() : invalid();
      }
    };
  }

  static Optional<Refusal> invalid() {
    return Optional.of(Refusal.of("InvalidToken", "Token is invalid"));
  }
}
