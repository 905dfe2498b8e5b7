package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Secrets;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Verifies session tokens: signature by a known key, header type, audience, scope and time. Says
 * nothing about the account's present state. A token by a key that is not known yet has the keys
 * read again, at most every ten seconds. Thread-safe.
 */
public final class SessionVerifier {
  private final SignedTokens tokens;
  private final Did service;
  private final InstantSource clock;

  /** Verifies tokens whose audience is {@code service}. */
  public SessionVerifier(Secrets secrets, Did service, InstantSource clock) {
    this.tokens = new SignedTokens(secrets);
    this.service = service;
    this.clock = clock;
  }

  /** What a token turned out to be. */
  sealed interface Verification {
    /** Ours, and in its time. */
    record Good(SessionToken token) implements Verification {}

    /** Ours, and past its time. */
    record Expired(SessionToken token) implements Verification {}

    /** Not ours, not of the type asked for, or tampered with. */
    record Invalid() implements Verification {}
  }

  Verification verify(TokenType type, String token) {
    return tokens
        .read(type.header(), token)
        .flatMap(claims -> read(type, claims))
        .map(this::inTime)
        .orElseGet(Verification.Invalid::new);
  }

  private Verification inTime(SessionToken token) {
    return clock.instant().isBefore(token.expiresAt())
        ? new Verification.Good(token)
        : new Verification.Expired(token);
  }

  private Optional<SessionToken> read(TokenType type, JWTClaimsSet claims) {
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    String subject = claims.getSubject();
    String jti = claims.getJWTID();
    boolean complete = issued != null && expires != null && subject != null && jti != null;
    if (!complete
        || !claims.getAudience().equals(List.of(service.value()))
        || !(claims.getClaim("scope") instanceof String scope)
        || !type.allows(scope)
        || claims.getClaim("lxm") != null
        || claims.getClaim("cnf") != null
        || !Did.isValid(subject)) {
      return Optional.empty();
    }
    Instant from = issued.toInstant();
    Instant until = expires.toInstant();
    return TokenId.parse(jti)
        .map(id -> new SessionToken(Did.parse(subject), scope, id, from, until));
  }
}
