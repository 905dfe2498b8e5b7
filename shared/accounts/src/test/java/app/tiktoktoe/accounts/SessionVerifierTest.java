package app.tiktoktoe.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import app.tiktoktoe.accounts.SessionVerifier.Verification;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.testkit.MutableClock;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionVerifierTest {
  private static final Did SERVICE = Did.parse("did:web:tiktoktoe.test");
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");

  private final MutableClock clock = new MutableClock();
  private final SessionIssuer issuer = new SessionIssuer(TestSecrets.ONE, SERVICE);
  private final SessionVerifier verifier = new SessionVerifier(TestSecrets.ONE, SERVICE, clock);
  private final TokenId id = TokenId.newFamily(new Random(7));
  private final Instant now = clock.instant();
  private final RSAKey key;

  SessionVerifierTest() {
    key =
        SessionSigningKeys.parse(TestSecrets.ONE.text(AccountSecrets.SESSION_SIGNING_KEY))
            .current();
  }

  private Verification verify(String token) {
    return verifier.verify(TokenType.ACCESS, token);
  }

  private void assertInvalid(String token) {
    assertInstanceOf(Verification.Invalid.class, verify(token));
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .audience(SERVICE.value())
        .subject(ALICE.value())
        .claim("scope", "com.atproto.access")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(60)))
        .jwtID(id.toString());
  }

  private JWSHeader.Builder header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm)
        .type(new JOSEObjectType("at+jwt"))
        .keyID(key.getKeyID());
  }

  private String signed(JWTClaimsSet claims) throws JOSEException {
    return sign(header(JWSAlgorithm.RS256).build(), claims, new RSASSASigner(key));
  }

  private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }

  @Test
  void anIssuedTokenSaysWhatItWasIssuedFor() {
    String token = issuer.access(AccessScope.FULL, ALICE, id, now);
    assertEquals(
        new Verification.Good(
            new SessionToken(ALICE, "com.atproto.access", id, now, now.plus(Duration.ofHours(24)))),
        verify(token));
  }

  @Test
  void theHeaderNamesTypeAndKey() throws ParseException {
    JWSHeader header = SignedJWT.parse(issuer.refresh(ALICE, id, now)).getHeader();
    assertEquals("refresh+jwt", header.getType().getType());
    assertEquals(key.getKeyID(), header.getKeyID());
    assertEquals(JWSAlgorithm.RS256, header.getAlgorithm());
  }

  @Test
  void aTokenExpiresAtItsLastInstant() {
    String token = issuer.access(AccessScope.FULL, ALICE, id, now);
    clock.advance(Duration.ofHours(24).minusMillis(1));
    assertInstanceOf(Verification.Good.class, verify(token));
    clock.advance(Duration.ofMillis(1));
    assertInstanceOf(Verification.Expired.class, verify(token));
  }

  @Test
  void theTwoTypesAreNotInterchangeable() {
    assertInvalid(issuer.refresh(ALICE, id, now));
    assertInstanceOf(
        Verification.Invalid.class,
        verifier.verify(TokenType.REFRESH, issuer.access(AccessScope.FULL, ALICE, id, now)));
  }

  @Test
  void handMadeTokensOfTheRightFormAreGood() throws JOSEException {
    assertInstanceOf(Verification.Good.class, verify(signed(claims().build())));
  }

  @Test
  void anUnsignedTokenIsRefused() {
    assertInvalid(new PlainJWT(claims().build()).serialize());
    String body = signedParts()[1];
    String none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                ("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + key.getKeyID() + "\"}")
                    .getBytes(UTF_8));
    assertInvalid(none + "." + body + ".");
  }

  private String[] signedParts() {
    return issuer.access(AccessScope.FULL, ALICE, id, now).split("\\.", -1);
  }

  @Test
  void thePublicKeyIsNoSharedSecret() throws JOSEException {
    String token =
        sign(
            header(JWSAlgorithm.HS256).build(),
            claims().build(),
            new MACSigner(key.toRSAPublicKey().getEncoded()));
    assertInvalid(token);
  }

  @Test
  void anotherAlgorithmOfTheSameKeyIsRefused() throws JOSEException {
    assertInvalid(
        sign(header(JWSAlgorithm.RS512).build(), claims().build(), new RSASSASigner(key)));
  }

  @Test
  void anotherKeyUnderTheSameNameIsRefused() throws JOSEException {
    RSAKey other = new RSAKeyGenerator(2048).keyID(key.getKeyID()).generate();
    assertInvalid(
        sign(header(JWSAlgorithm.RS256).build(), claims().build(), new RSASSASigner(other)));
  }

  @Test
  void anUnknownOrMissingKeyNameIsRefused() throws JOSEException {
    assertInvalid(
        sign(
            header(JWSAlgorithm.RS256).keyID("other").build(),
            claims().build(),
            new RSASSASigner(key)));
    assertInvalid(
        sign(
            header(JWSAlgorithm.RS256).keyID(null).build(),
            claims().build(),
            new RSASSASigner(key)));
  }

  @Test
  void anotherAudienceIsRefused() throws JOSEException {
    assertInvalid(signed(claims().audience("did:web:other.test").build()));
    assertInvalid(
        signed(claims().audience(List.of(SERVICE.value(), "did:web:other.test")).build()));
  }

  @Test
  void anotherTypeOrScopeIsRefused() throws JOSEException {
    assertInvalid(
        sign(
            header(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).build(),
            claims().build(),
            new RSASSASigner(key)));
    assertInvalid(signed(claims().claim("scope", "com.atproto.refresh").build()));
  }

  @Test
  void aTokenBoundToAMethodOrAKeyIsNoSession() throws JOSEException {
    assertInvalid(signed(claims().claim("lxm", "com.atproto.repo.uploadBlob").build()));
    assertInvalid(signed(claims().claim("cnf", Map.of("jkt", "x")).build()));
  }

  @Test
  void everyClaimIsNeeded() throws JOSEException {
    assertInvalid(signed(claims().expirationTime(null).build()));
    assertInvalid(signed(claims().issueTime(null).build()));
    assertInvalid(signed(claims().subject(null).build()));
    assertInvalid(signed(claims().jwtID(null).build()));
    assertInvalid(signed(claims().subject("alice").build()));
  }

  @Test
  void aTokenChangedInAnyPartIsRefused() {
    String[] parts = signedParts();
    for (int part = 0; part < parts.length; part++) {
      String[] changed = parts.clone();
      int middle = changed[part].length() / 2;
      char replacement = changed[part].charAt(middle) == 'A' ? 'B' : 'A';
      changed[part] =
          changed[part].substring(0, middle) + replacement + changed[part].substring(middle + 1);
      assertNotEquals(parts[part], changed[part]);
      assertInvalid(String.join(".", changed));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "null", "{}", "eyJhbGciOiJSUzI1NiJ9..", "   "})
  void garbageIsRefused(String token) {
    assertInvalid(token);
  }

  @Test
  void aVeryLongTokenIsRefused() {
    assertInvalid("a".repeat(100_000));
  }

  @Test
  void anUnknownKeyNameHasTheKeysReadAgain() throws JOSEException {
    RSAKey fresh = new RSAKeyGenerator(2048).keyID("fresh").generate();
    ChangingSecrets secrets = new ChangingSecrets();
    secrets.put(AccountSecrets.SESSION_VERIFICATION_KEYS, new JWKSet(key).toString(true));
    SessionVerifier holder = new SessionVerifier(secrets, SERVICE, clock);
    String old = signed(claims().build());
    assertInstanceOf(Verification.Good.class, holder.verify(TokenType.ACCESS, old));
    secrets.put(
        AccountSecrets.SESSION_VERIFICATION_KEYS, new JWKSet(List.of(fresh, key)).toString(true));
    String ofFresh =
        sign(
            header(JWSAlgorithm.RS256).keyID("fresh").build(),
            claims().build(),
            new RSASSASigner(fresh));
    assertInstanceOf(Verification.Good.class, holder.verify(TokenType.ACCESS, ofFresh));
    assertInstanceOf(Verification.Good.class, holder.verify(TokenType.ACCESS, old));
  }

  @Test
  void theIssuerFollowsTheSigningKey() throws JOSEException, ParseException {
    RSAKey fresh = new RSAKeyGenerator(2048).keyID("fresh").generate();
    ChangingSecrets secrets = new ChangingSecrets();
    secrets.put(AccountSecrets.SESSION_SIGNING_KEY, key.toJSONString());
    SessionIssuer changing = new SessionIssuer(secrets, SERVICE);
    changing.access(AccessScope.FULL, ALICE, id, now);
    secrets.put(AccountSecrets.SESSION_SIGNING_KEY, fresh.toJSONString());
    secrets.text(AccountSecrets.SESSION_SIGNING_KEY, Duration.ZERO);
    assertEquals(
        "fresh",
        SignedJWT.parse(changing.access(AccessScope.FULL, ALICE, id, now)).getHeader().getKeyID());
  }
}
