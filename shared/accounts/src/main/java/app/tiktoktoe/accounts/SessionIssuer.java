package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Secrets;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Signs session tokens with the key that only {@code auth} may read. Thread-safe. */
final class SessionIssuer {
  private final Secrets secrets;
  private final Did service;
  private @Nullable RSAKey key;

  SessionIssuer(Secrets secrets, Did service) {
    this.secrets = secrets;
    this.service = service;
  }

  /** A token from {@code at} for its type's lifetime; the same arguments give the same token. */
  String issue(TokenType type, Did account, TokenId id, Instant at) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(service.value())
            .subject(account.value())
            .claim("scope", type.scope())
            .issueTime(Date.from(at))
            .expirationTime(Date.from(at.plus(type.lifetime())))
            .jwtID(id.toString())
            .build();
    RSAKey signingKey = key();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(type.header())
            .keyID(signingKey.getKeyID())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new RSASSASigner(signingKey));
    } catch (JOSEException e) {
      throw new IllegalStateException(AccountSecrets.SESSION_SIGNING_KEY + " cannot sign", e);
    }
    return token.serialize();
  }

  private synchronized RSAKey key() {
    if (key == null) {
      try {
        key = RSAKey.parse(secrets.text(AccountSecrets.SESSION_SIGNING_KEY));
      } catch (ParseException e) {
        throw new IllegalStateException(
            AccountSecrets.SESSION_SIGNING_KEY + " is not an RSA JWK", e);
      }
    }
    return key;
  }
}
