package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Secrets;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;

/** Signs session tokens with the key that only {@code auth} may read. Thread-safe. */
final class SessionIssuer {
  private final TokenSigner signer;
  private final Did service;

  SessionIssuer(Secrets secrets, Did service) {
    this.signer = new TokenSigner(secrets);
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
    return signer.sign(type.header(), claims);
  }
}
