package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.serviceauth.InvalidTokenException;
import app.tiktoktoe.atproto.serviceauth.ServiceToken;
import app.tiktoktoe.atproto.serviceauth.ServiceTokenClaims;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.cloud.Secrets;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Credentials;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.ServiceSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks session tokens and, for uploads, service tokens of our own accounts. A session token costs
 * no document read: whoever reads the account's head or viewer document compares status and {@code
 * tokensValidFrom}. Thread-safe.
 */
public final class SessionAuthenticator implements Authenticator {
  private static final String BEARER = "bearer ";
  private static final String DPOP = "dpop ";
  private static final Nsid UPLOAD_BLOB = Nsid.parse("com.atproto.repo.uploadBlob");
  private static final Nsid DELETE_SESSION = Nsid.parse("com.atproto.server.deleteSession");

  private final SessionVerifier sessions;
  private final OAuthVerifier apps;
  private final AccountDirectory directory;
  private final Did service;
  private final InstantSource clock;

  /**
   * Tokens for {@code service}.
   *
   * @param directory finds the keys of service tokens and the owners of handles
   */
  public SessionAuthenticator(
      SessionVerifier sessions,
      OAuthVerifier apps,
      AccountDirectory directory,
      Did service,
      InstantSource clock) {
    this.sessions = sessions;
    this.apps = apps;
    this.directory = directory;
    this.service = service;
    this.clock = clock;
  }

  /**
   * What every HTTP function of the service has.
   *
   * @param sets what the scopes of apps' tokens include
   */
  public static SessionAuthenticator of(
      ServiceSettings settings,
      Secrets secrets,
      AccountDirectory directory,
      PermissionSets sets,
      InstantSource clock) {
    return new SessionAuthenticator(
        new SessionVerifier(secrets, settings.did(), clock),
        new OAuthVerifier(secrets, settings.origin(), settings.did(), sets, clock),
        directory,
        settings.did(),
        clock);
  }

  @Override
  public Authentication authenticate(Auth level, Credentials credentials, Nsid method) {
    String authorization = credentials.authorization();
    if (authorization.toLowerCase(Locale.ROOT).startsWith(DPOP)) {
      return apps.authenticate(authorization.substring(DPOP.length()).strip(), credentials);
    }
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return invalid("The scheme of a session token is Bearer");
    }
    String token = authorization.substring(BEARER.length()).strip();
    return switch (level) {
      case PUBLIC, MODERATOR, ADMIN ->
          rejected(
              Refusal.of(
                  Refusal.Kind.FORBIDDEN, "Forbidden", "Operators have no access configured"));
      case OPTIONAL, AUTHENTICATED, FULL, OWNER -> session(TokenType.ACCESS, token, false);
      case REFRESH -> session(TokenType.REFRESH, token, method.equals(DELETE_SESSION));
      case UPLOAD -> upload(token, method);
    };
  }

  private Authentication session(TokenType type, String token, boolean expiredAllowed) {
    return switch (sessions.verify(type, token)) {
      case SessionVerifier.Verification.Good(SessionToken good) -> accepted(good);
      case SessionVerifier.Verification.Expired(SessionToken old) ->
          expiredAllowed
              ? accepted(old)
              : rejected(Refusal.of("ExpiredToken", "Token has expired"));
      case SessionVerifier.Verification.Invalid() -> invalid("Token could not be verified");
    };
  }

  private Authentication upload(String token, Nsid method) {
    ServiceToken serviceToken;
    try {
      serviceToken = ServiceToken.parse(token);
    } catch (InvalidTokenException e) {
      return session(TokenType.ACCESS, token, false);
    }
    return service(serviceToken, method);
  }

  private Authentication service(ServiceToken token, Nsid method) {
    ServiceTokenClaims claims = token.claims();
    Instant now = clock.instant();
    boolean signed =
        claims.issuer().equals(claims.issuerDid().value())
            && directory.signingKeyOf(claims.issuerDid()).filter(token::verify).isPresent();
    if (!signed) {
      return invalid("Token is not signed by an account of this service");
    }
    if (!claims.audienceDid().equals(service)) {
      return rejected(Refusal.unauthenticated("BadJwtAudience", "jwt audience does not match"));
    }
    if (!UPLOAD_BLOB.equals(claims.lxm()) && !method.equals(claims.lxm())) {
      return rejected(
          Refusal.unauthenticated("BadJwtLexiconMethod", "bad jwt lexicon method (\"lxm\")"));
    }
    if (claims.isExpired(now)) {
      return rejected(Refusal.of("ExpiredToken", "Token has expired"));
    }
    Instant issuedAt = Optional.ofNullable(claims.issuedAt()).orElse(Instant.EPOCH);
    String id = Optional.ofNullable(claims.jti()).orElse("");
    return new Authentication.Accepted(
        new Caller(claims.issuerDid(), new Grant.Service(), id, issuedAt));
  }

  @Override
  public Optional<String> nonce() {
    return Optional.of(apps.nonce());
  }

  @Override
  public Optional<Did> accountOf(Handle handle) {
    return directory.didOf(handle);
  }

  private static Authentication accepted(SessionToken token) {
    return new Authentication.Accepted(
        new Caller(token.did(), grant(token), token.id().toString(), token.issuedAt()));
  }

  /** A refresh token is good for nothing but another session of the same kind. */
  private static Grant grant(SessionToken token) {
    return AccessScope.parse(token.scope()).map(AccessScope::grant).orElse(Grant.full());
  }

  private static Authentication invalid(String message) {
    return rejected(Refusal.of("InvalidToken", message));
  }

  private static Authentication rejected(Refusal refusal) {
    return new Authentication.Rejected(refusal);
  }
}
