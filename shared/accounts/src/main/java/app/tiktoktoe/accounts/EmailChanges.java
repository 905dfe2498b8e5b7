package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Confirms and changes the e-mail addresses of accounts, for tokens that were mailed. Thread-safe,
 * also across instances.
 */
public final class EmailChanges {
  private static final Attempts.Limit LIMIT = new Attempts.Limit(15, Duration.ofHours(1), 50);
  private static final int MAX_TRIES = 5;

  private final AuditTrail audit;
  private final StatusChanges changes;
  private final Accounts accounts;
  private final Attempts attempts;
  private final EmailTokens tokens;
  private final Mails mails;

  /** Over the given stores. */
  public EmailChanges(
      AuditTrail audit,
      StatusChanges changes,
      Accounts accounts,
      Attempts attempts,
      EmailTokens tokens,
      Mails mails) {
    this.audit = audit;
    this.changes = changes;
    this.accounts = accounts;
    this.attempts = attempts;
    this.tokens = tokens;
    this.mails = mails;
  }

  /** What came of asking for a change. */
  public sealed interface Asked {
    /**
     * The address may be changed.
     *
     * @param needsToken whether it takes a token, which is on its way to the present address
     */
    record Ready(boolean needsToken) implements Asked {}

    /** It may not. */
    record Refused(Refusal refusal) implements Asked {}
  }

  /**
   * Asks to change the caller's address; a confirmed one takes a token. Costs a read, and for a
   * token two more and two writes.
   */
  public Asked ask(Caller caller) {
    Optional<Account> account = accounts.find(caller.did());
    if (account.isEmpty()) {
      return new Asked.Refused(Refusal.invalid("account not found"));
    }
    boolean needsToken = account.get().emailConfirmed();
    Optional<Refusal> refusal =
        needsToken ? mails.ask(caller, MailRequest.Kind.UPDATE_EMAIL) : admitted(caller);
    return refusal.<Asked>map(Asked.Refused::new).orElseGet(() -> new Asked.Ready(needsToken));
  }

  /**
   * Confirms the caller's address, for the token that was mailed to it. At most 15 times an hour.
   * Costs five reads, four writes and a deletion.
   *
   * @return the refusal, or nothing when it is done
   */
  public Optional<Refusal> confirm(Caller caller, String email, String token) {
    Optional<Refusal> refusal = limited(caller, "confirm");
    if (refusal.isPresent()) {
      return refusal;
    }
    Optional<Accounts.Versioned> known = accounts.findVersioned(caller.did());
    if (known.isEmpty()) {
      return Optional.of(Refusal.of("AccountNotFound", "user not found"));
    }
    boolean isTheirs =
        EmailAddress.isValid(email)
            && known.get().account().email().equals(new EmailAddress(email));
    if (!isTheirs) {
      return Optional.of(Refusal.of("InvalidEmail", "invalid email"));
    }
    return switch (tokens.check(caller.did(), MailRequest.Kind.CONFIRM_EMAIL, token)) {
      case EmailTokens.Check.Invalid() -> invalidToken();
      case EmailTokens.Check.Expired() -> expiredToken();
      case EmailTokens.Check.Good good -> {
        boolean isConfirmed =
            audit.isCommitted(
                caller.did(),
                AuditEvent.byOwner(AuditKind.EMAIL_CONFIRMED),
                batch -> {
                  good.useUp(batch);
                  accounts.change(batch, known.get(), Map.of("emailConfirmed", true));
                });
        yield isConfirmed ? Optional.empty() : invalidToken();
      }
    };
  }

  /**
   * Gives the caller's account another address, which is not confirmed, and ends every token that
   * was mailed to the old one. At most 15 times an hour.
   *
   * @return the refusal, or nothing when it is done
   */
  public Optional<Refusal> update(Caller caller, EmailAddress email, Optional<String> token) {
    Optional<Refusal> refusal = limited(caller, "update");
    for (int attempt = 0; refusal.isEmpty() && attempt < MAX_TRIES; attempt++) {
      Optional<Accounts.Versioned> known = accounts.findVersioned(caller.did());
      if (known.isEmpty()) {
        return Optional.of(Refusal.invalid("account not found"));
      }
      boolean isTaken =
          accounts.didOf(email).filter(owner -> !owner.equals(caller.did())).isPresent();
      refusal = wrongToken(known.get().account(), token).or(() -> taken(isTaken));
      if (refusal.isPresent()) {
        return refusal;
      }
      if (isChanged(known.get(), email)) {
        return Optional.empty();
      }
    }
    return refusal.isPresent()
        ? refusal
        : Optional.of(
            Refusal.unavailable("The account changes all the time", Duration.ofSeconds(1)));
  }

  private boolean isChanged(Accounts.Versioned known, EmailAddress email) {
    Did did = known.account().did();
    return audit.isCommitted(
        did,
        AuditEvent.byOwner(AuditKind.EMAIL_CHANGED),
        batch -> {
          accounts.changeEmail(batch, known, email);
          tokens.removeAll(batch, did);
        });
  }

  /**
   * The same, and says whether codes to sign in are mailed: on for the present address if it is
   * confirmed, off for a mailed token. Another address starts with them off. Costs a read more.
   */
  public Optional<Refusal> update(
      Caller caller, EmailAddress email, Optional<String> token, boolean codes) {
    Optional<Accounts.Versioned> known = accounts.findVersioned(caller.did());
    if (known.isEmpty()) {
      return Optional.of(Refusal.invalid("account not found"));
    }
    if (known.get().account().email().equals(email)) {
      return limited(caller, "update").or(() -> switchCodes(known.get(), token, codes));
    }
    return codes
        ? Optional.of(Refusal.invalid("The new address has to be confirmed before it gets codes"))
        : update(caller, email, token);
  }

  private Optional<Refusal> switchCodes(
      Accounts.Versioned known, Optional<String> token, boolean codes) {
    Account account = known.account();
    if (!account.emailConfirmed()) {
      return codes
          ? Optional.of(Refusal.invalid("The e-mail address is not confirmed"))
          : Optional.empty();
    }
    Optional<Refusal> refusal = codes ? Optional.empty() : wrongToken(account, token);
    if (refusal.isPresent() || account.factors().contains(Factor.EMAIL) == codes) {
      return refusal;
    }
    AuditKind kind = codes ? AuditKind.FACTOR_ADDED : AuditKind.FACTOR_REMOVED;
    boolean isSwitched =
        audit.isCommitted(
            account.did(),
            AuditEvent.byOwner(kind).about(Factor.EMAIL.id()),
            batch -> {
              accounts.change(
                  batch,
                  known,
                  Map.of(Factor.FIELD, Factor.stored(account.with(Factor.EMAIL, codes))));
              tokens.remove(batch, account.did(), MailRequest.Kind.UPDATE_EMAIL);
            });
    return isSwitched
        ? Optional.empty()
        : Optional.of(Refusal.unavailable("The account is changing", Duration.ofSeconds(1)));
  }

  private Optional<Refusal> wrongToken(Account account, Optional<String> token) {
    if (!account.emailConfirmed()) {
      return Optional.empty();
    }
    if (token.isEmpty()) {
      return Optional.of(Refusal.of("TokenRequired", "confirmation token required"));
    }
    return switch (tokens.check(account.did(), MailRequest.Kind.UPDATE_EMAIL, token.get())) {
      case EmailTokens.Check.Invalid() -> invalidToken();
      case EmailTokens.Check.Expired() -> expiredToken();
      case EmailTokens.Check.Good _ -> Optional.empty();
    };
  }

  private static Optional<Refusal> taken(boolean isTaken) {
    return isTaken
        ? Optional.of(
            Refusal.invalid("This email address is already in use, please use a different email."))
        : Optional.empty();
  }

  private Optional<Refusal> limited(Caller caller, String what) {
    return admitted(caller).or(() -> attempts.refuse("email " + caller.did(), what, LIMIT));
  }

  private Optional<Refusal> admitted(Caller caller) {
    return changes
        .find(caller.did())
        .map(current -> StatusWriter.refusal(caller, current))
        .orElseGet(() -> Optional.of(Refusal.of("AccountNotFound", "user not found")));
  }

  private static Optional<Refusal> invalidToken() {
    return Optional.of(Refusal.of("InvalidToken", "Token is invalid"));
  }

  private static Optional<Refusal> expiredToken() {
    return Optional.of(Refusal.of("ExpiredToken", "Token is expired"));
  }
}
