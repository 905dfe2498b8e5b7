package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.oauth.Digests;
import app.tiktoktoe.oauth.DpopNonces;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.testkit.MutableClock;
import app.tiktoktoe.xrpc.Authenticator.Authentication;
import app.tiktoktoe.xrpc.Credentials;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.Timestamp;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a thief or forger may try with an app's access token. */
class OAuthVerifierTest {
  private static final URI ISSUER = URI.create("https://pds.example");
  private static final Did SERVICE = Did.parse("did:web:pds.example");
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final String PATH = "/xrpc/com.atproto.server.getSession";

  private final MutableClock clock = new MutableClock();
  private final ECKey appKey;
  private final RSAKey ownKey;
  private final String good;
  private OAuthVerifier verifier;

  OAuthVerifierTest() throws JOSEException {
    appKey = new ECKeyGenerator(Curve.P_256).generate();
    ownKey =
        SessionSigningKeys.parse(TestSecrets.ONE.text(AccountSecrets.SESSION_SIGNING_KEY))
            .current();
    OAuthSession session =
        new OAuthSession(
            "family",
            ALICE,
            "http://localhost",
            "",
            "atproto repo:*",
            appKey.computeThumbprint().toString(),
            "digest",
            clock.instant(),
            clock.instant(),
            Instant.EPOCH,
            Timestamp.ofTimeSecondsAndNanos(0, 0));
    good =
        new OAuthIssuer(TestSecrets.ONE, ISSUER, SERVICE, clock).accessToken(session, "family.1");
    verifier = newVerifier();
  }

  @BeforeEach
  void newInstance() {
    verifier = newVerifier();
  }

  private OAuthVerifier newVerifier() {
    return new OAuthVerifier(
        TestSecrets.ONE, ISSUER, SERVICE, new PermissionSets(new ClasspathLexicons()), clock);
  }

  private String proof(String token, ECKey key, UnaryOperator<JWTClaimsSet.Builder> change)
      throws JOSEException {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .claim("htm", "GET")
            .claim("htu", ISSUER + PATH)
            .claim("ath", Digests.sha256(token))
            .claim("nonce", verifier.nonce())
            .issueTime(Date.from(clock.instant()));
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK())
                .build(),
            change.apply(claims).build());
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private Authentication present(String token, String proof) {
    return verifier.authenticate(
        token, new Credentials("DPoP " + token, Optional.of(proof), "GET", PATH));
  }

  private Authentication present(String token) throws JOSEException {
    return present(token, proof(token, appKey, claims -> claims));
  }

  private static String refused(Authentication authentication) {
    Refusal refusal = assertInstanceOf(Authentication.Rejected.class, authentication).refusal();
    assertEquals(Refusal.Kind.UNAUTHENTICATED, refusal.kind());
    assertTrue(refusal.headers().getOrDefault("WWW-Authenticate", "").startsWith("DPoP "));
    return refusal.error();
  }

  private JWTClaimsSet claims() throws ParseException {
    return SignedJWT.parse(good).getJWTClaimsSet();
  }

  private String signed(JWTClaimsSet claims, String type, RSAKey key, String kid)
      throws JOSEException {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType(type)).keyID(kid).build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private String own(JWTClaimsSet claims) throws JOSEException {
    return signed(claims, "at+jwt", ownKey, ownKey.getKeyID());
  }

  @Test
  void aTokenWithItsProofIsAccepted() throws Exception {
    assertEquals(
        ALICE, assertInstanceOf(Authentication.Accepted.class, present(good)).caller().did());
    Authentication own = present(own(claims()));
    assertInstanceOf(
        Grant.OAuth.class, assertInstanceOf(Authentication.Accepted.class, own).caller().grant());
  }

  @Test
  void aTokenByNobodyOrByAnotherKeyIsRefused() throws Exception {
    assertEquals("invalid_token", refused(present(new PlainJWT(claims()).serialize())));
    SignedJWT byPublicKey =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(ownKey.getKeyID())
                .build(),
            claims());
    byPublicKey.sign(
        new MACSigner(ownKey.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    assertEquals("invalid_token", refused(present(byPublicKey.serialize())));
    RSAKey foreign = new RSAKeyGenerator(2048).keyID(ownKey.getKeyID()).generate();
    assertEquals("invalid_token", refused(present(signed(claims(), "at+jwt", foreign, "another"))));
    assertEquals(
        "invalid_token", refused(present(signed(claims(), "at+jwt", foreign, ownKey.getKeyID()))));
    String[] parts = good.split("\\.", -1);
    assertEquals("invalid_token", refused(present(parts[0] + "." + parts[1] + ".")));
    assertEquals("invalid_token", refused(present("x".repeat(10_000))));
  }

  @ParameterizedTest
  @CsvSource({"JWT", "refresh+jwt", "consent+jwt", "dpop+jwt"})
  void aTokenOfOursForAnotherPurposeIsRefused(String type) throws Exception {
    assertEquals(
        "invalid_token", refused(present(signed(claims(), type, ownKey, ownKey.getKeyID()))));
  }

  @ParameterizedTest
  @CsvSource({
    "iss, https://evil.example",
    "aud, did:web:evil.example",
    "sub, nobody",
    "cnf, none",
    "scope, ",
    "jti, ",
    "exp, "
  })
  void aTokenWithAnotherClaimIsRefused(String claim, String value) throws Exception {
    JWTClaimsSet changed = new JWTClaimsSet.Builder(claims()).claim(claim, value).build();
    assertEquals("invalid_token", refused(present(own(changed))));
  }

  @Test
  void anExpiredTokenIsRefused() throws Exception {
    clock.advance(OAuthIssuer.ACCESS_LIFETIME.minusSeconds(1));
    assertInstanceOf(Authentication.Accepted.class, present(good));
    clock.advance(Duration.ofSeconds(1));
    assertEquals("invalid_token", refused(present(good)));
  }

  @Test
  void aStolenTokenIsNothingWithoutItsKey() throws Exception {
    ECKey thief = new ECKeyGenerator(Curve.P_256).generate();
    assertEquals("invalid_token", refused(present(good, proof(good, thief, claims -> claims))));
    assertEquals(
        "invalid_dpop_proof",
        refused(
            verifier.authenticate(
                good, new Credentials("DPoP " + good, Optional.empty(), "GET", PATH))));
    JWTClaimsSet rebound =
        new JWTClaimsSet.Builder(claims())
            .claim("cnf", Map.of("jkt", thief.computeThumbprint().toString()))
            .build();
    String forged = new PlainJWT(rebound).serialize();
    assertEquals("invalid_token", refused(present(forged, proof(forged, thief, claims -> claims))));
  }

  @Test
  void aProofIsGoodOnceAndForOneCall() throws Exception {
    String proof = proof(good, appKey, claims -> claims);
    assertInstanceOf(Authentication.Accepted.class, present(good, proof));
    assertEquals("invalid_dpop_proof", refused(present(good, proof)));
    for (String[] other :
        new String[][] {
          {"htm", "POST"},
          {"htu", ISSUER + "/xrpc/com.atproto.repo.createRecord"},
          {"htu", "https://evil.example" + PATH},
          {"ath", Digests.sha256("another token")},
          {"ath", null}
        }) {
      assertEquals(
          "invalid_dpop_proof",
          refused(present(good, proof(good, appKey, claims -> claims.claim(other[0], other[1])))),
          other[0]);
    }
  }

  @Test
  void aNonceOfYesterdayIsAskedForAgain() throws Exception {
    String old = verifier.nonce();
    clock.advance(DpopNonces.LIFETIME.plusSeconds(1));
    Authentication late = present(good, proof(good, appKey, claims -> claims.claim("nonce", old)));
    assertEquals("use_dpop_nonce", refused(late));
    assertEquals(
        "use_dpop_nonce",
        refused(present(good, proof(good, appKey, claims -> claims.claim("nonce", "made-up")))));
    assertEquals(
        "use_dpop_nonce",
        refused(present(good, proof(good, appKey, claims -> claims.claim("nonce", null)))));
  }
}
