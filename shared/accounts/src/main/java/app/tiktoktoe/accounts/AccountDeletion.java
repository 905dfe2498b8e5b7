package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Deletes an account whose owner knows its password and the token that was mailed: credentials,
 * handle, e-mail address and preferences go at once, its sessions end, and the head of its
 * repository says from now on that it was deleted. Thread-safe.
 */
public final class AccountDeletion {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final StatusWriter writer;
  private final Accounts accounts;
  private final Preferences preferences;
  private final Passwords passwords;
  private final Attempts attempts;
  private final EmailTokens tokens;

  /** Over the given stores. */
  public AccountDeletion(
      StatusWriter writer,
      Accounts accounts,
      Preferences preferences,
      Passwords passwords,
      Attempts attempts,
      EmailTokens tokens) {
    this.writer = writer;
    this.accounts = accounts;
    this.preferences = preferences;
    this.passwords = passwords;
    this.attempts = attempts;
    this.tokens = tokens;
  }

  /**
   * Deletes the account; gives the refusal, or nothing when it is done. Counts as an attempt to
   * sign in. Costs five reads, six writes and five deletions.
   */
  public Optional<Refusal> delete(Did did, String password, String token, String clientAddress) {
    Optional<Duration> wait = attempts.count(did.value(), clientAddress);
    if (wait.isPresent()) {
      return wait.map(Refusal::tooMany);
    }
    Optional<Account> account = accounts.find(did);
    return switch (passwords.matches(password, account.map(Account::passwordHash))) {
      case Passwords.Outcome.Busy<Boolean>() ->
          Optional.of(Refusal.unavailable("Too many sign-ins at once", RETRY_AFTER));
      case Passwords.Outcome.Done<Boolean>(Boolean right) ->
          right
              ? delete(account.orElseThrow(), token)
              : Optional.of(
                  Refusal.unauthenticated("AuthenticationRequired", "Invalid did or password"));
    };
  }

  private Optional<Refusal> delete(Account account, String token) {
    return writer.write(
        account.did(),
        current ->
            switch (tokens.check(account.did(), MailRequest.Kind.DELETE_ACCOUNT, token)) {
              case EmailTokens.Check.Invalid() -> refuse("InvalidToken", "Token is invalid");
              case EmailTokens.Check.Expired() -> refuse("ExpiredToken", "Token is expired");
              case EmailTokens.Check.Good good ->
                  new StatusWriter.Plan.Change(
                      AuditEvent.byOwner(AuditKind.DELETED),
                      current.switches().deleted(),
                      true,
                      changed -> List.of(changed.account()),
                      batch -> removePrivate(batch, account, good));
            });
  }

  private void removePrivate(WriteBatch batch, Account account, EmailTokens.Check.Good token) {
    token.useUp(batch);
    accounts.remove(batch, account);
    preferences.remove(batch, account.did());
  }

  private static StatusWriter.Plan refuse(String error, String message) {
    return new StatusWriter.Plan.Refuse(Refusal.of(error, message));
  }
}
