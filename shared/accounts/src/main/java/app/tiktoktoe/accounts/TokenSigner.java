package app.tiktoktoe.accounts;

import app.tiktoktoe.cloud.ParsedSecret;
import app.tiktoktoe.cloud.Secrets;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/** Signs tokens with the key that only {@code auth} may read. Thread-safe. */
final class TokenSigner {
  private final ParsedSecret<SessionSigningKeys> keys;

  TokenSigner(Secrets secrets) {
    this.keys =
        new ParsedSecret<>(secrets, AccountSecrets.SESSION_SIGNING_KEY, SessionSigningKeys::parse);
  }

  String sign(JOSEObjectType type, JWTClaimsSet claims) {
    RSAKey signingKey = keys.get().current();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).type(type).keyID(signingKey.getKeyID()).build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new RSASSASigner(signingKey));
    } catch (JOSEException e) {
      throw new IllegalStateException(AccountSecrets.SESSION_SIGNING_KEY + " cannot sign", e);
    }
    return token.serialize();
  }
}
