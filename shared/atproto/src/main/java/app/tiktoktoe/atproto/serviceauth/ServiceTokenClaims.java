package app.tiktoktoe.atproto.serviceauth;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a token claims.
 *
 * @param issuer the account's DID, maybe with a fragment such as {@code #atproto_labeler}
 * @param audience the called service's DID, maybe with a fragment
 * @param lxm the only method it is good for; null for any
 * @param issuedAt whole seconds; null if the issuer left it out
 * @param expiresAt whole seconds
 * @param jti makes the token unique; null if the issuer left it out
 */
public record ServiceTokenClaims(
    String issuer,
    String audience,
    @Nullable Nsid lxm,
    @Nullable Instant issuedAt,
    Instant expiresAt,
    @Nullable String jti) {
  public ServiceTokenClaims {
    Did.parse(withoutFragment(issuer));
    Did.parse(withoutFragment(audience));
  }

  /** The account, without a fragment. */
  public Did issuerDid() {
    return Did.parse(withoutFragment(issuer));
  }

  /** The called service, without a fragment. */
  public Did audienceDid() {
    return Did.parse(withoutFragment(audience));
  }

  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  private static String withoutFragment(String did) {
    int hash = did.indexOf('#');
    return hash < 0 ? did : did.substring(0, hash);
  }
}
