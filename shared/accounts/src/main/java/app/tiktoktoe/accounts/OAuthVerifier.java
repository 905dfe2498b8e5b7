package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.ParsedSecret;
import app.tiktoktoe.cloud.Secrets;
import app.tiktoktoe.oauth.DpopNonces;
import app.tiktoktoe.oauth.DpopProofs;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.oauth.Permissions;
import app.tiktoktoe.xrpc.Authenticator.Authentication;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Credentials;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Refusal;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies the access tokens of apps: the token itself, and the proof that the app holds the key
 * that it is bound to. Reads no document. A proof is good once per instance, while it is among the
 * {@value #REMEMBERED} newest. Thread-safe.
 */
public final class OAuthVerifier {
  static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

  private static final int REMEMBERED = 100_000;
  private static final Duration REMEMBERED_FOR = DpopNonces.LIFETIME.plus(Duration.ofMinutes(1));
  private static final String APPVIEW = "#bsky_appview";

  private final SignedTokens tokens;
  private final DpopNonces nonces;
  private final DpopProofs proofs;
  private final PermissionSets sets;
  private final ShortMemory<String, Boolean> used;
  private final URI issuer;
  private final Did service;
  private final InstantSource clock;

  /**
   * Verifies tokens for {@code service}.
   *
   * @param issuer the service's origin, which issues them and is called with them
   * @param sets what the scopes of tokens include
   */
  public OAuthVerifier(
      Secrets secrets, URI issuer, Did service, PermissionSets sets, InstantSource clock) {
    this.tokens = new SignedTokens(secrets);
    this.nonces = nonces(secrets, clock);
    this.proofs = new DpopProofs(nonces, clock);
    this.sets = sets;
    this.used = new ShortMemory<>(REMEMBERED, REMEMBERED_FOR, clock);
    this.issuer = issuer;
    this.service = service;
    this.clock = clock;
  }

  /** The nonces that every function of the service makes and accepts. */
  public static DpopNonces nonces(Secrets secrets, InstantSource clock) {
    ParsedSecret<NonceKeys> keys =
        new ParsedSecret<>(secrets, AccountSecrets.DPOP_NONCE_KEYS, NonceKeys::parse);
    return new DpopNonces(() -> keys.get().all(), clock);
  }

  /** The nonce for the next proof. */
  String nonce() {
    return nonces.current();
  }

  Authentication authenticate(String token, Credentials credentials) {
    Optional<JWTClaimsSet> claims = tokens.read(TYPE, token).filter(this::isOurs);
    if (claims.isEmpty()) {
      return refused("invalid_token", "Token could not be verified");
    }
    if (!clock.instant().isBefore(claims.get().getExpirationTime().toInstant())) {
      return refused("invalid_token", "Token has expired");
    }
    if (credentials.proof().isEmpty()) {
      return refused("invalid_dpop_proof", "DPoP proof required");
    }
    URI url = URI.create(issuer + credentials.path());
    return switch (proofs.check(
        credentials.proof().get(), credentials.httpMethod(), url, Optional.of(token))) {
      case DpopProofs.Check.Good(DpopProofs.Proof proof) -> bound(claims.get(), proof);
      case DpopProofs.Check.NonceWanted() ->
          refused("use_dpop_nonce", "Resource server requires nonce in DPoP proof");
      case DpopProofs.Check.Bad(String why) -> refused("invalid_dpop_proof", why);
    };
  }

  private Authentication bound(JWTClaimsSet claims, DpopProofs.Proof proof) {
    boolean isBound =
        claims.getClaim("cnf") instanceof Map<?, ?> cnf
            && proof.thumbprint().equals(cnf.get("jkt"));
    if (!isBound) {
      return refused("invalid_token", "Token is bound to another key");
    }
    if (!used.addIfAbsent(proof.id(), true)) {
      return refused("invalid_dpop_proof", "DPoP proof replayed");
    }
    Permissions permissions = Permissions.parse((String) claims.getClaim("scope"), sets);
    return new Authentication.Accepted(
        new Caller(
            Did.parse(claims.getSubject()),
            new Grant.OAuth(permissions, service.value() + APPVIEW),
            claims.getJWTID(),
            claims.getIssueTime().toInstant()));
  }

  private boolean isOurs(JWTClaimsSet claims) {
    return issuer.toString().equals(claims.getIssuer())
        && claims.getAudience().equals(List.of(service.value()))
        && claims.getSubject() != null
        && Did.isValid(claims.getSubject())
        && claims.getExpirationTime() != null
        && claims.getIssueTime() != null
        && claims.getJWTID() != null
        && claims.getClaim("cnf") instanceof Map
        && claims.getClaim("scope") instanceof String;
  }

  private static Authentication refused(String error, String message) {
    return new Authentication.Rejected(
        Refusal.unauthenticated(error, message)
            .with(
                Map.of(
                    "WWW-Authenticate",
                    "DPoP algs=\""
                        + DpopProofs.ALGORITHM
                        + "\", error=\""
                        + error
                        + "\", error_description=\""
                        + message
                        + "\"")));
  }
}
