package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.repository.AccountSwitches;
import app.tiktoktoe.xrpc.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives accounts new passwords, for a token that was mailed, and ends their sessions. Whether an
 * address has an account shows neither in what is answered nor in what is done for it. Thread-safe,
 * also across instances.
 */
public final class PasswordReset {
  private static final Did NOBODY = Did.parse("did:web:nobody.invalid");
  private static final Attempts.Limit ASKING = new Attempts.Limit(15, Duration.ofHours(1), 50);
  private static final Attempts.Limit TRYING = new Attempts.Limit(50, Duration.ofMinutes(5), 300);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final StatusWriter writer;
  private final Accounts accounts;
  private final Passwords passwords;
  private final Attempts attempts;
  private final EmailTokens tokens;
  private final Mails mails;

  /** Over the given stores. */
  public PasswordReset(
      StatusWriter writer,
      Accounts accounts,
      Passwords passwords,
      Attempts attempts,
      EmailTokens tokens,
      Mails mails) {
    this.writer = writer;
    this.accounts = accounts;
    this.passwords = passwords;
    this.attempts = attempts;
    this.tokens = tokens;
    this.mails = mails;
  }

  /**
   * Asks for a mail with a token, for three reads and three writes whoever's the address is. At
   * most 15 an hour and 50 a day from a client address; beyond 5 an hour and 15 a day an e-mail
   * address gets no more, which is not said.
   *
   * @return the refusal, or nothing when it is done
   */
  public Optional<Refusal> ask(EmailAddress email, String clientAddress) {
    Optional<Refusal> refusal = attempts.refuse("password reset", clientAddress, ASKING);
    if (refusal.isEmpty()
        && !attempts.exceed("password reset of " + email.value(), "", Mails.LIMIT)) {
      Did recipient = accounts.didOf(email).orElse(NOBODY);
      mails.send(recipient, MailRequest.Kind.RESET_PASSWORD);
    }
    return refusal;
  }

  /**
   * Sets the password of the account that a token was mailed to, and revokes all tokens that were
   * issued until now. At most 50 times in 5 minutes from a client address.
   *
   * @return the refusal, or nothing when it is done
   */
  public Optional<Refusal> reset(String token, String password, String clientAddress) {
    Optional<Refusal> refusal = attempts.refuse("password token", clientAddress, TRYING);
    if (refusal.isPresent()) {
      return refusal;
    }
    if (!Passwords.isAcceptable(password)) {
      return Optional.of(Refusal.invalid("Invalid password length."));
    }
    Optional<EmailTokens.Found> found = tokens.find(MailRequest.Kind.RESET_PASSWORD, token);
    return found.isEmpty()
        ? Optional.of(invalidToken())
        : refusal(found.get().check()).or(() -> hashed(found.get().did(), token, password));
  }

  private static Optional<Refusal> refusal(EmailTokens.Check check) {
    return switch (check) {
      case EmailTokens.Check.Good _ -> Optional.empty();
      case EmailTokens.Check.Invalid() -> Optional.of(invalidToken());
      case EmailTokens.Check.Expired() ->
          Optional.of(Refusal.of("ExpiredToken", "Token is expired"));
    };
  }

  private Optional<Refusal> hashed(Did did, String token, String password) {
    return switch (passwords.hash(password)) {
      case Passwords.Outcome.Busy<String>() ->
          Optional.of(Refusal.unavailable("Too many sign-ins at once", RETRY_AFTER));
      case Passwords.Outcome.Done<String>(String hash) ->
          writer.write(did, current -> plan(current.switches(), did, token, hash));
    };
  }

  private StatusWriter.Plan plan(AccountSwitches switches, Did did, String token, String hash) {
    Optional<Accounts.Versioned> known = accounts.findVersioned(did);
    EmailTokens.Check check = tokens.check(did, MailRequest.Kind.RESET_PASSWORD, token);
    if (known.isEmpty() || !(check instanceof EmailTokens.Check.Good good)) {
      return new StatusWriter.Plan.Refuse(refusal(check).orElseGet(PasswordReset::invalidToken));
    }
    return new StatusWriter.Plan.Change(
        AuditEvent.byOwner(AuditKind.PASSWORD_RESET),
        switches,
        true,
        _ -> List.of(),
        batch -> {
          good.useUp(batch);
          accounts.change(batch, known.get(), Map.of("passwordHash", hash));
        });
  }

  private static Refusal invalidToken() {
    return Refusal.of("InvalidToken", "Token is invalid");
  }
}
