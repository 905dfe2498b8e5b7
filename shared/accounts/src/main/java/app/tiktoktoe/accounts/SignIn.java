package app.tiktoktoe.accounts;

import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.Standing;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Opens, continues and ends sessions. Thread-safe. */
public final class SignIn {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final Set<RepositoryStatus> TAKEN_DOWN =
      EnumSet.of(RepositoryStatus.TAKENDOWN, RepositoryStatus.SUSPENDED);

  private final Accounts accounts;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Sessions sessions;
  private final Repositories repositories;
  private final SecondFactors factors;

  /** Over the given stores. */
  public SignIn(
      Accounts accounts,
      Passwords passwords,
      Attempts attempts,
      Sessions sessions,
      Repositories repositories,
      SecondFactors factors) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.attempts = attempts;
    this.sessions = sessions;
    this.repositories = repositories;
    this.factors = factors;
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** A session; the account is active, or was deactivated by its owner. */
    record Open(Account account, RepositoryStatus status, Optional<Sessions.Tokens> tokens)
        implements Outcome {}

    /** No session. */
    record Refused(Refusal refusal) implements Outcome {}
  }

  /** Signs in with a password alone. */
  public Outcome open(String identifier, String password, String clientAddress) {
    return open(identifier, password, Optional.empty(), clientAddress);
  }

  /**
   * Signs in with the account's password, with the code of a second factor where it has one, or
   * with one of its app passwords. Whatever matches, or whether there is such an account at all, it
   * costs one slow hash; without a right password nothing is said of factors.
   */
  public Outcome open(
      String identifier, String password, Optional<String> code, String clientAddress) {
    return open(identifier, password, code, clientAddress, "");
  }

  /**
   * The same.
   *
   * @param userAgent what the app says of itself; maybe empty
   */
  public Outcome open(
      String identifier,
      String password,
      Optional<String> code,
      String clientAddress,
      String userAgent) {
    return withPassword(
        identifier,
        password,
        clientAddress,
        account -> open(account, code, userAgent),
        (account, used) -> open(account, used, userAgent));
  }

  private Outcome withPassword(
      String identifier,
      String password,
      String clientAddress,
      Function<Account, Outcome> whenRight,
      BiFunction<Account, AppPassword, Outcome> whenOfApp) {
    Optional<Duration> wait = attempts.count(identifier, clientAddress);
    if (wait.isPresent()) {
      return new Outcome.Refused(Refusal.tooMany(wait.get()));
    }
    Optional<Account> account = accounts.findByLogin(identifier);
    return switch (passwords.matches(password, account.map(Account::passwordHash))) {
      case Passwords.Outcome.Busy<Boolean>() ->
          new Outcome.Refused(Refusal.unavailable("Too many sign-ins at once", RETRY_AFTER));
      case Passwords.Outcome.Done<Boolean>(Boolean right) ->
          right
              ? whenRight.apply(account.orElseThrow())
              : account
                  .flatMap(known -> known.appPassword(password))
                  .map(used -> whenOfApp.apply(account.orElseThrow(), used))
                  .orElseGet(SignIn::wrong);
    };
  }

  /**
   * Checks the account's own password and opens no session: neither tokens nor a document of one.
   * Whoever calls asks for second factors. Otherwise as {@link #open}.
   */
  public Outcome check(String identifier, String password, String clientAddress) {
    return withPassword(
        identifier, password, clientAddress, this::admit, (_, _) -> notForAppPasswords());
  }

  private Outcome admit(Account account) {
    return admit(account, repositories.standing(account.did()));
  }

  private static Outcome notForAppPasswords() {
    return new Outcome.Refused(Refusal.invalid("App passwords are not allowed"));
  }

  /** Signs in who has shown whose account it is; second factors are asked for. */
  Outcome open(Account account, Optional<String> code, String userAgent) {
    Optional<Standing> standing = repositories.standing(account.did());
    Outcome outcome = admit(account, standing);
    return outcome instanceof Outcome.Open
        ? factors
            .refusal(account, code)
            .<Outcome>map(Outcome.Refused::new)
            .orElseGet(() -> open(account, standing.orElseThrow(), Optional.empty(), userAgent))
        : outcome;
  }

  /**
   * No second factor is asked for. To an app password an account that was taken down does not even
   * exist.
   */
  private Outcome open(Account account, AppPassword used, String userAgent) {
    Optional<Standing> standing = repositories.standing(account.did());
    return admit(account, standing) instanceof Outcome.Open
        ? open(account, standing.orElseThrow(), Optional.of(used), userAgent)
        : wrong();
  }

  private Outcome open(
      Account account, Standing standing, Optional<AppPassword> used, String userAgent) {
    Sessions.Tokens tokens =
        sessions.start(account.did(), used, standing.tokensValidFrom(), userAgent);
    return new Outcome.Open(account, standing.status(), Optional.of(tokens));
  }

  /** The session of an access token, without tokens. */
  public Outcome find(Caller caller) {
    return find(caller, repositories.standing(caller.did()), Optional.empty());
  }

  /** Another session of the account may have been ended, and this one told to go on. */
  private Outcome find(Caller caller, Optional<Standing> standing, Optional<TokenId> refreshed) {
    Optional<Account> account = accounts.find(caller.did());
    boolean isKept =
        isRevoked(caller, standing)
            && standing.isPresent()
            && refreshed
                .filter(id -> sessions.isKept(caller.did(), id, standing.get().tokensValidFrom()))
                .isPresent();
    if (account.isEmpty() || (!isKept && isRevoked(caller, standing) && !isTakenDown(standing))) {
      return revoked();
    }
    return admit(account.get(), standing);
  }

  /** Exchanges a refresh token. */
  public Outcome refresh(Caller caller) {
    return refresh(caller, "");
  }

  /**
   * The same.
   *
   * @param userAgent what the app says of itself; maybe empty
   */
  public Outcome refresh(Caller caller, String userAgent) {
    Optional<TokenId> token = TokenId.parse(caller.tokenId());
    Optional<Standing> standing = repositories.standing(caller.did());
    Outcome outcome = find(caller, standing, token);
    if (!(outcome instanceof Outcome.Open(Account account, RepositoryStatus status, _))) {
      return outcome;
    }
    Optional<Sessions.Tokens> tokens =
        token.flatMap(
            id ->
                sessions.refresh(
                    caller.did(),
                    account.appPasswords(),
                    standing.map(Standing::tokensValidFrom).orElse(Instant.EPOCH),
                    userAgent,
                    id));
    return tokens.isPresent() ? new Outcome.Open(account, status, tokens) : revoked();
  }

  /** Ends the session of a refresh token, which may have expired. */
  public void close(Caller caller) {
    TokenId.parse(caller.tokenId()).ifPresent(id -> sessions.end(caller.did(), id));
  }

  private static boolean isTakenDown(Optional<Standing> standing) {
    return standing.map(Standing::status).filter(TAKEN_DOWN::contains).isPresent();
  }

  private static boolean isRevoked(Caller caller, Optional<Standing> standing) {
    return standing.map(known -> caller.issuedAt().isBefore(known.tokensValidFrom())).orElse(true);
  }

  private static Outcome admit(Account account, Optional<Standing> standing) {
    RepositoryStatus status = standing.map(Standing::status).orElse(RepositoryStatus.DELETED);
    return switch (status) {
      case ACTIVE, DEACTIVATED -> new Outcome.Open(account, status, Optional.empty());
      case TAKENDOWN, SUSPENDED ->
          new Outcome.Refused(
              Refusal.unauthenticated("AccountTakedown", "Account has been taken down"));
      case DELETED -> wrong();
    };
  }

  private static Outcome revoked() {
    return new Outcome.Refused(Refusal.of("ExpiredToken", "Token has been revoked"));
  }

  private static Outcome wrong() {
    return new Outcome.Refused(
        Refusal.unauthenticated("AuthenticationRequired", "Invalid identifier or password"));
  }
}
