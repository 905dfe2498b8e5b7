package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.ParsedSecret;
import app.tiktoktoe.cloud.Secrets;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
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
  private static final int MAX_CHARS = 4096;

  /** How old the known keys are at least before an unknown one has them read again. */
  private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

  private final ParsedSecret<JWKSet> keys;
  private final Did service;
  private final InstantSource clock;

  /** Verifies tokens whose audience is {@code service}. */
  public SessionVerifier(Secrets secrets, Did service, InstantSource clock) {
    this.keys =
        new ParsedSecret<>(
            secrets, AccountSecrets.SESSION_VERIFICATION_KEYS, SessionVerifier::parseKeys);
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
    return signedClaims(type, token)
        .flatMap(claims -> read(type, claims))
        .map(this::inTime)
        .orElseGet(Verification.Invalid::new);
  }

  private Verification inTime(SessionToken token) {
    return clock.instant().isBefore(token.expiresAt())
        ? new Verification.Good(token)
        : new Verification.Expired(token);
  }

  private Optional<JWTClaimsSet> signedClaims(TokenType type, String token) {
    if (token.length() > MAX_CHARS) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWSHeader header = jwt.getHeader();
      Optional<JWK> key = key(header);
      boolean genuine =
          JWSAlgorithm.RS256.equals(header.getAlgorithm())
              && type.header().equals(header.getType())
              && key.isPresent()
              && jwt.verify(new RSASSAVerifier(key.get().toRSAKey()));
      return genuine ? Optional.ofNullable(jwt.getJWTClaimsSet()) : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<JWK> key(JWSHeader header) {
    String kid = header.getKeyID();
    if (kid == null) {
      return Optional.empty();
    }
    JWK key = keys.get().getKeyByKeyId(kid);
    return Optional.ofNullable(key == null ? keys.get(KNOWN_FOR).getKeyByKeyId(kid) : key);
  }

  private Optional<SessionToken> read(TokenType type, JWTClaimsSet claims) {
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    String subject = claims.getSubject();
    String jti = claims.getJWTID();
    boolean complete = issued != null && expires != null && subject != null && jti != null;
    if (!complete
        || !claims.getAudience().equals(List.of(service.value()))
        || !type.scope().equals(claims.getClaim("scope"))
        || claims.getClaim("lxm") != null
        || claims.getClaim("cnf") != null
        || !Did.isValid(subject)) {
      return Optional.empty();
    }
    Instant from = issued.toInstant();
    Instant until = expires.toInstant();
    return TokenId.parse(jti)
        .map(id -> new SessionToken(Did.parse(subject), type.scope(), id, from, until));
  }

  private static JWKSet parseKeys(String text) {
    try {
      return JWKSet.parse(text);
    } catch (ParseException e) {
      throw new IllegalStateException(
          AccountSecrets.SESSION_VERIFICATION_KEYS + " is not a JWK set", e);
    }
  }
}
