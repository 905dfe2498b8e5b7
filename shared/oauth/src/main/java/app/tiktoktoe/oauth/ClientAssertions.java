package app.tiktoktoe.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Checks that a confidential client is the one that it says, by a short token of one of its keys.
 * Whether that was used before is not known here: {@link Assertion#id} says what to remember.
 * Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523">RFC 7523</a>
 */
public final class ClientAssertions {
  /** What {@code client_assertion_type} is. */
  public static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** The oldest that one may be. */
  public static final Duration MAX_AGE = Duration.ofMinutes(1);

  private static final Duration MAX_SKEW = Duration.ofSeconds(30);
  private static final int MAX_CHARS = 4096;

  private final URI issuer;
  private final InstantSource clock;

  /** For the authorization server {@code issuer}. */
  public ClientAssertions(URI issuer, InstantSource clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  /**
   * A good one.
   *
   * @param thumbprint of the key that signed it
   * @param id unlike that of any other
   */
  public record Assertion(String thumbprint, String id) {}

  /** What an assertion says; empty when it is not the client's, or not in its time. */
  public Optional<Assertion> check(String assertion, ClientId client, JWKSet keys) {
    if (assertion.length() > MAX_CHARS) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      String kid = jwt.getHeader().getKeyID();
      if (kid == null
          || !DpopProofs.ALGORITHM.equals(jwt.getHeader().getAlgorithm())
          || !(keys.getKeyByKeyId(kid) instanceof ECKey key)
          || !Curve.P_256.equals(key.getCurve())) {
        return Optional.empty();
      }
      ECKey publicKey = key.toPublicJWK();
      boolean genuine =
          jwt.verify(new ECDSAVerifier(publicKey)) && isFor(jwt.getJWTClaimsSet(), client);
      String id = client.value() + "\n" + jwt.getJWTClaimsSet().getJWTID();
      return genuine
          ? Optional.of(new Assertion(publicKey.computeThumbprint().toString(), Digests.sha256(id)))
          : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private boolean isFor(JWTClaimsSet claims, ClientId client) {
    Instant now = clock.instant();
    return client.value().equals(claims.getIssuer())
        && client.value().equals(claims.getSubject())
        && claims.getAudience().contains(issuer.toString())
        && claims.getJWTID() != null
        && claims.getIssueTime() != null
        && !claims.getIssueTime().toInstant().isBefore(now.minus(MAX_AGE))
        && !claims.getIssueTime().toInstant().isAfter(now.plus(MAX_SKEW))
        && (claims.getExpirationTime() == null
            || claims.getExpirationTime().toInstant().isAfter(now));
  }
}
