package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.ParsedSecret;
import app.tiktoktoe.cloud.Secrets;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/** Signs session tokens with the key that only {@code auth} may read. Thread-safe. */
final class SessionIssuer {
  private final ParsedSecret<SessionSigningKeys> keys;
  private final Did service;

  SessionIssuer(Secrets secrets, Did service) {
    this.keys =
        new ParsedSecret<>(secrets, AccountSecrets.SESSION_SIGNING_KEY, SessionSigningKeys::parse);
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
    RSAKey signingKey = keys.get().current();
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
}
