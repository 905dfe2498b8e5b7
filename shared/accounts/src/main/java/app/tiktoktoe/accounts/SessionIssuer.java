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

  /** An access token; the same arguments give the same token. */
  String access(AccessScope scope, Did account, TokenId id, Instant at) {
    return issue(TokenType.ACCESS, scope.text(), account, id, at);
  }

  /** A refresh token; the same arguments give the same token. */
  String refresh(Did account, TokenId id, Instant at) {
    return issue(TokenType.REFRESH, TokenType.REFRESH_SCOPE, account, id, at);
  }

  /** A token from {@code at} for its type's lifetime. */
  private String issue(TokenType type, String scope, Did account, TokenId id, Instant at) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(service.value())
            .subject(account.value())
            .claim("scope", scope)
            .issueTime(Date.from(at))
            .expirationTime(Date.from(at.plus(type.lifetime())))
            .jwtID(id.toString())
            .build();
    return signer.sign(type.header(), claims);
  }
}
