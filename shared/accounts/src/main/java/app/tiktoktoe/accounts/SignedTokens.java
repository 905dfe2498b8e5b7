package app.tiktoktoe.accounts;

import app.tiktoktoe.cloud.ParsedSecret;
import app.tiktoktoe.cloud.Secrets;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads tokens that {@link TokenSigner} signed. A token by a key that is not known yet has the keys
 * read again, at most every ten seconds. Thread-safe.
 */
final class SignedTokens {
  private static final int MAX_CHARS = 8192;

  /** How old the known keys are at least before an unknown one has them read again. */
  private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

  private final ParsedSecret<JWKSet> keys;

  SignedTokens(Secrets secrets) {
    this.keys =
        new ParsedSecret<>(
            secrets, AccountSecrets.SESSION_VERIFICATION_KEYS, SignedTokens::parseKeys);
  }

  /** The claims of a token of ours of this type; says nothing of its time. */
  Optional<JWTClaimsSet> read(JOSEObjectType type, String token) {
    if (token.length() > MAX_CHARS) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWSHeader header = jwt.getHeader();
      Optional<JWK> key = key(header);
      boolean genuine =
          JWSAlgorithm.RS256.equals(header.getAlgorithm())
              && type.equals(header.getType())
              && key.isPresent()
              && jwt.verify(new RSASSAVerifier(key.get().toRSAKey()));
      return genuine ? Optional.ofNullable(jwt.getJWTClaimsSet()) : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The public keys, as they are published. */
  JWKSet keys() {
    return keys.get().toPublicJWKSet();
  }

  private Optional<JWK> key(JWSHeader header) {
    String kid = header.getKeyID();
    if (kid == null) {
      return Optional.empty();
    }
    JWK key = keys.get().getKeyByKeyId(kid);
    return Optional.ofNullable(key == null ? keys.get(KNOWN_FOR).getKeyByKeyId(kid) : key);
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
