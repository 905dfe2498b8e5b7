package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Secrets;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/**
 * Signs what only this authorization server can have said: access tokens for apps, and that a
 * person has just signed in on its page. Thread-safe.
 */
public final class OAuthIssuer {
  /** How long an access token is good. */
  public static final Duration ACCESS_LIFETIME = Duration.ofMinutes(15);

  private static final Duration TICKET_LIFETIME = Duration.ofMinutes(5);
  private static final String REQUEST = "request";
  private static final String BROWSER = "browser";

  private final TokenSigner signer;
  private final SignedTokens reader;
  private final URI issuer;
  private final Did service;
  private final InstantSource clock;

  /**
   * Signs for {@code service}.
   *
   * @param issuer the service's origin
   */
  public OAuthIssuer(Secrets secrets, URI issuer, Did service, InstantSource clock) {
    this.signer = new TokenSigner(secrets);
    this.reader = new SignedTokens(secrets);
    this.issuer = issuer;
    this.service = service;
    this.clock = clock;
  }

  /** An access token of a session, good only with proofs by the session's key. */
  public String accessToken(OAuthSession session, String tokenId) {
    Instant now = now();
    return signer.sign(
        OAuthVerifier.TYPE,
        new JWTClaimsSet.Builder()
            .issuer(issuer.toString())
            .audience(service.value())
            .subject(session.did().value())
            .claim("client_id", session.clientId())
            .claim("scope", session.scope())
            .claim("cnf", Map.of("jkt", session.keyThumbprint()))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(ACCESS_LIFETIME)))
            .jwtID(tokenId)
            .build());
  }

  /** How far a person has come on the page. */
  public enum Step {
    /** The password was right; a second factor is wanted. */
    PASSWORD("password+jwt"),
    /** They are who they say, and are asked what the app may. */
    CONSENT("consent+jwt");

    private final String type;

    Step(String type) {
      this.type = type;
    }
  }

  /** Says for 5 minutes that {@code did} got so far, in this browser, for this request. */
  public String ticket(Step step, Did did, String request, String browser) {
    return signer.sign(
        new JOSEObjectType(step.type),
        new JWTClaimsSet.Builder()
            .issuer(issuer.toString())
            .subject(did.value())
            .claim(REQUEST, request)
            .claim(BROWSER, browser)
            .issueTime(Date.from(now()))
            .expirationTime(Date.from(now().plus(TICKET_LIFETIME)))
            .build());
  }

  /** Who got so far, if the ticket is ours, for this request and browser, and in its time. */
  public Optional<Did> ticketHolder(Step step, String ticket, String request, String browser) {
    return reader
        .read(new JOSEObjectType(step.type), ticket)
        .filter(claims -> issuer.toString().equals(claims.getIssuer()))
        .filter(claims -> request.equals(claims.getClaim(REQUEST)))
        .filter(claims -> browser.equals(claims.getClaim(BROWSER)))
        .filter(claims -> claims.getExpirationTime().toInstant().isAfter(clock.instant()))
        .map(claims -> Did.parse(claims.getSubject()));
  }

  /**
   * Whose session an access token is of.
   *
   * @param family the session's name
   */
  public record Bearer(Did did, String family) {}

  /** Whose an access token of ours is, also one that has expired; empty for anything else. */
  public Optional<Bearer> bearer(String accessToken) {
    return reader
        .read(OAuthVerifier.TYPE, accessToken)
        .filter(claims -> issuer.toString().equals(claims.getIssuer()))
        .flatMap(
            claims ->
                TokenId.parse(claims.getJWTID())
                    .map(id -> new Bearer(Did.parse(claims.getSubject()), id.family())));
  }

  /** The public keys that tokens are verified with, as a JWK set. */
  public Map<String, Object> publicKeys() {
    return reader.keys().toJSONObject();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
