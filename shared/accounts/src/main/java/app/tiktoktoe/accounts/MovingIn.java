package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.serviceauth.InvalidTokenException;
import app.tiktoktoe.atproto.serviceauth.ServiceToken;
import app.tiktoktoe.atproto.serviceauth.ServiceTokenClaims;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Refusal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the account of somebody who moves here with an identity: deactivated, with an empty
 * repository, until its contents are here and its identity points here. Who asks proves by a
 * service token that the identity is theirs. One batch, so nothing is half there. Thread-safe.
 */
public final class MovingIn {
  private static final Nsid CREATE_ACCOUNT = Nsid.parse("com.atproto.server.createAccount");
  private static final String BEARER = "bearer ";
  private static final int MAX_RACES = 40;
  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final HandlePolicy policy;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Accounts accounts;
  private final Sessions sessions;
  private final InviteCodes invites;
  private final Identities identities;
  private final ReservedKeys reserved;
  private final AccountWriter writer;
  private final StatusChanges heads;
  private final Did service;
  private final InstantSource clock;
  private final SecureRandom random;

  /** For accounts of {@code service}. */
  public MovingIn(
      HandlePolicy policy,
      Passwords passwords,
      Attempts attempts,
      Accounts accounts,
      Sessions sessions,
      InviteCodes invites,
      Identities identities,
      ReservedKeys reserved,
      AccountWriter writer,
      StatusChanges heads,
      Did service,
      InstantSource clock,
      SecureRandom random) {
    this.policy = policy;
    this.passwords = passwords;
    this.attempts = attempts;
    this.accounts = accounts;
    this.sessions = sessions;
    this.invites = invites;
    this.identities = identities;
    this.reserved = reserved;
    this.writer = writer;
    this.heads = heads;
    this.service = service;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Makes the account. The same request again, with the same password, gives another session as
   * long as the account is deactivated or not: its owner is known by the token and the password.
   *
   * @param authorization the request's header
   * @throws PlcUnavailableException when the directory does not answer
   */
  public SignUpOutcome run(Did did, SignUpRequest request, Optional<String> authorization) {
    Optional<ServiceToken> token = authorization.flatMap(MovingIn::token);
    if (token.isEmpty()) {
      return refused(
          Refusal.unauthenticated(
              "AuthenticationRequired", "Missing auth to create account with did: " + did));
    }
    Optional<Refusal> refusal =
        check(did, token.get().claims()).or(() -> check(request)).or(() -> limit(did, request));
    if (refusal.isPresent()) {
      return refused(refusal.get());
    }
    Optional<DidState> state = identities.resolve(did);
    if (state.isEmpty()) {
      return refused(Refusal.of("UnresolvableDid", "Could not resolve DID: " + did));
    }
    Optional<PublicKey> key = state.get().signingKey();
    if (key.filter(token.get()::verify).isEmpty()) {
      return refused(
          Refusal.unauthenticated("BadJwtSignature", "jwt signature does not match jwt issuer"));
    }
    return accounts
        .find(did)
        .map(known -> repeat(request, known))
        .or(() -> taken(request).map(MovingIn::refused))
        .orElseGet(() -> makeUnlessLeft(did, request, key));
  }

  private static SignUpOutcome refused(Refusal refusal) {
    return new SignUpOutcome.Refused(refusal);
  }

  /** Empty for what is no service token; nothing in it is believed yet. */
  private static Optional<ServiceToken> token(String authorization) {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ServiceToken.parse(authorization.substring(BEARER.length()).strip()));
    } catch (InvalidTokenException e) {
      return Optional.empty();
    }
  }

  private Optional<Refusal> check(Did did, ServiceTokenClaims claims) {
    if (!claims.audienceDid().equals(service)) {
      return badToken("BadJwtAudience", "jwt audience does not match service did");
    }
    if (!CREATE_ACCOUNT.equals(claims.lxm())) {
      return badToken("BadJwtLexiconMethod", "bad jwt lexicon method (\"lxm\")");
    }
    if (claims.isExpired(clock.instant())) {
      return badToken("JwtExpired", "jwt expired");
    }
    return claims.issuer().equals(did.value())
        ? Optional.empty()
        : badToken("AuthenticationRequired", "Missing auth to create account with did: " + did);
  }

  private static Optional<Refusal> badToken(String error, String message) {
    return Optional.of(Refusal.unauthenticated(error, message));
  }

  private Optional<Refusal> check(SignUpRequest request) {
    return invites
        .missing(request.inviteCode())
        .or(
            () ->
                Passwords.isAcceptable(request.password())
                    ? policy.check(request.handle())
                    : Optional.of(SignUp.unacceptablePassword()));
  }

  private Optional<Refusal> limit(Did did, SignUpRequest request) {
    return attempts.count(did.value(), request.clientAddress()).map(Refusal::tooMany);
  }

  private Optional<Refusal> taken(SignUpRequest request) {
    if (accounts.isClaimed(request.handle())) {
      return Optional.of(
          Refusal.of("HandleNotAvailable", "Handle already taken: " + request.handle()));
    }
    return accounts
        .didOf(request.email())
        .map(owner -> Refusal.invalid("Email already taken: " + request.email().value()));
  }

  private SignUpOutcome repeat(SignUpRequest request, Account known) {
    if (!known.handle().equals(request.handle()) || !known.email().equals(request.email())) {
      return exists();
    }
    return switch (passwords.matches(request.password(), Optional.of(known.passwordHash()))) {
      case Passwords.Outcome.Busy<Boolean>() -> busy();
      case Passwords.Outcome.Done<Boolean>(Boolean same) ->
          same ? new SignUpOutcome.Created(known, sessions.start(known.did())) : exists();
    };
  }

  private static SignUpOutcome exists() {
    return new SignUpOutcome.Refused(Refusal.of("AlreadyExists", "Account already exists"));
  }

  private static SignUpOutcome busy() {
    return new SignUpOutcome.Refused(Refusal.unavailable("Too many sign-ups at once", RETRY_AFTER));
  }

  /** What was deleted here has to be erased before it can come back. */
  private SignUpOutcome makeUnlessLeft(Did did, SignUpRequest request, Optional<PublicKey> named) {
    Optional<StatusChanges.Current> left = heads.find(did);
    if (left.isPresent() && !left.get().isErased()) {
      return left.get().switches().isDeleted()
          ? refused(
              Refusal.invalid(
                  "This account was deleted here and is being erased; try again in some hours"))
          : exists();
    }
    return make(did, request, named, left);
  }

  private SignUpOutcome make(
      Did did,
      SignUpRequest request,
      Optional<PublicKey> named,
      Optional<StatusChanges.Current> erased) {
    if (invites.check(request.inviteCode()) instanceof InviteCodes.Check.Refused(Refusal refusal)) {
      return refused(refusal);
    }
    return switch (passwords.hash(request.password())) {
      case Passwords.Outcome.Busy<String>() -> busy();
      case Passwords.Outcome.Done<String>(String hash) -> {
        Optional<ReservedKeys.Reserved> kept = reserved.find(did, named);
        SigningKey key =
            kept.map(ReservedKeys.Reserved::key)
                .orElseGet(() -> SigningKey.generate(Curve.K256, random));
        Account account =
            new Account(
                did,
                request.handle(),
                request.email(),
                false,
                hash,
                key.publicKey(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        yield write(request, account, key, kept, erased);
      }
    };
  }

  /** Many may use one code at the same time. */
  private SignUpOutcome write(
      SignUpRequest request,
      Account account,
      SigningKey key,
      Optional<ReservedKeys.Reserved> kept,
      Optional<StatusChanges.Current> erased) {
    for (int attempt = 0; attempt < MAX_RACES; attempt++) {
      switch (invites.check(request.inviteCode())) {
        case InviteCodes.Check.Refused(Refusal refusal) -> {
          return refused(refusal);
        }
        case InviteCodes.Check.Good(Optional<InviteCode> code) -> {
          Optional<AccountWriter.Written> written =
              writer.writeMoved(
                  account,
                  key,
                  kept,
                  erased,
                  batch -> code.ifPresent(used -> invites.use(batch, used, account.did())));
          if (written.isPresent()) {
            return new SignUpOutcome.Created(written.get().account(), written.get().tokens());
          }
          if (code.isEmpty() || accounts.isClaimed(request.handle())) {
            return exists();
          }
          LockSupport.parkNanos(random.nextLong(PAUSE_NANOS * (attempt + 1)));
        }
      }
    }
    return busy();
  }
}
