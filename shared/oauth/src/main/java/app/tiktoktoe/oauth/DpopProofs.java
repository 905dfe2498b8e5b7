package app.tiktoktoe.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;

/**
 * Checks proofs that a caller holds the key that its tokens are bound to. Whether a proof was used
 * before is not known here: {@link Proof#id} says what to remember. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449">RFC 9449</a>
 */
public final class DpopProofs {
  /** The one algorithm: every client of the protocol must know it. */
  public static final JWSAlgorithm ALGORITHM = JWSAlgorithm.ES256;

  private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");
  private static final Duration MAX_AGE = DpopNonces.LIFETIME;
  private static final Duration MAX_SKEW = Duration.ofSeconds(60);
  private static final int MAX_CHARS = 4096;
  private static final int MAX_ID_CHARS = 256;

  private final DpopNonces nonces;
  private final InstantSource clock;

  /** With nonces of {@code nonces}. */
  public DpopProofs(DpopNonces nonces, InstantSource clock) {
    this.nonces = nonces;
    this.clock = clock;
  }

  /**
   * A good proof.
   *
   * @param thumbprint of the key: RFC 7638 in base64url
   * @param id of the proof, unlike that of any other proof of any key
   */
  public record Proof(String thumbprint, String id) {}

  /** What a proof turned out to be. */
  public sealed interface Check {
    /** Good, unless it was used before. */
    record Good(Proof proof) implements Check {}

    /** Made without a nonce, or with one that is too old. */
    record NonceWanted() implements Check {}

    /** Bad, and why. */
    record Bad(String why) implements Check {}
  }

  /** Checks a proof of a request without an access token. */
  public Check check(String proof, String httpMethod, URI url) {
    return check(proof, httpMethod, url, Optional.empty());
  }

  /** Checks a proof of a request with an access token. */
  public Check check(String proof, String httpMethod, URI url, Optional<String> accessToken) {
    if (proof.length() > MAX_CHARS) {
      return new Check.Bad("DPoP proof too long");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(proof);
      Optional<ECKey> key = key(jwt.getHeader());
      if (key.isEmpty()) {
        return new Check.Bad("DPoP proof must be of type dpop+jwt, by ES256, with its public key");
      }
      if (!jwt.verify(new ECDSAVerifier(key.get()))) {
        return new Check.Bad("DPoP proof has a bad signature");
      }
      return check(jwt.getJWTClaimsSet(), key.get(), httpMethod, url, accessToken);
    } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
      return new Check.Bad("DPoP proof is not a signed JWT");
    }
  }

  private static Optional<ECKey> key(JWSHeader header) {
    boolean good =
        TYPE.equals(header.getType())
            && ALGORITHM.equals(header.getAlgorithm())
            && header.getJWK() instanceof ECKey ec
            && !ec.isPrivate()
            && Curve.P_256.equals(ec.getCurve());
    return good ? Optional.of((ECKey) header.getJWK()) : Optional.empty();
  }

  private Check check(
      JWTClaimsSet claims, ECKey key, String httpMethod, URI url, Optional<String> accessToken)
      throws ParseException, JOSEException {
    String id = claims.getJWTID();
    if (id == null || id.isEmpty() || id.length() > MAX_ID_CHARS) {
      return new Check.Bad("DPoP proof without jti");
    }
    if (!httpMethod.equals(claims.getStringClaim("htm"))) {
      return new Check.Bad("DPoP htm mismatch");
    }
    if (!isSame(url, claims.getStringClaim("htu"))) {
      return new Check.Bad("DPoP htu mismatch");
    }
    if (!isRecent(claims.getIssueTime())) {
      return new Check.Bad("DPoP iat is too old or in the future");
    }
    String digest = claims.getStringClaim("ath");
    if (accessToken.isPresent() && !Digests.sha256(accessToken.get()).equals(digest)) {
      return new Check.Bad("DPoP ath mismatch");
    }
    String nonce = claims.getStringClaim("nonce");
    if (nonce == null || !nonces.accepts(nonce)) {
      return new Check.NonceWanted();
    }
    String thumbprint = key.computeThumbprint().toString();
    return new Check.Good(new Proof(thumbprint, Digests.sha256(thumbprint + "\n" + id)));
  }

  private boolean isRecent(Date issued) {
    if (issued == null) {
      return false;
    }
    Instant at = issued.toInstant();
    Instant now = clock.instant();
    return !at.isBefore(now.minus(MAX_AGE)) && !at.isAfter(now.plus(MAX_SKEW));
  }

  /** Compares without query and fragment, as RFC 9449 says. */
  private static boolean isSame(URI url, String claimed) {
    if (claimed == null) {
      return false;
    }
    String bare = claimed.split("[?#]", 2)[0];
    return bare.equals(url.toString());
  }
}
