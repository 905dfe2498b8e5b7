package app.tiktoktoe.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DpopProofsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:30Z");
  private static final URI URL = URI.create("https://pds.example/oauth/token");
  private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");

  private final ECKey key = key();
  private Instant now = NOW;
  private final DpopNonces nonces = new DpopNonces(() -> List.of(new byte[32]), () -> now);
  private final DpopProofs proofs = new DpopProofs(nonces, () -> now);

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .jwtID("one")
        .claim("htm", "POST")
        .claim("htu", URL.toString())
        .claim("nonce", nonces.current())
        .issueTime(Date.from(now));
  }

  private String signed(JOSEObjectType type, JWK shown, JWTClaimsSet claims) throws JOSEException {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(type).jwk(shown).build();
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private String proof(JWTClaimsSet claims) throws JOSEException {
    return signed(TYPE, key.toPublicJWK(), claims);
  }

  private DpopProofs.Check check(String proof) {
    return proofs.check(proof, "POST", URL);
  }

  private void assertBad(String proof) {
    assertInstanceOf(DpopProofs.Check.Bad.class, check(proof));
  }

  @Test
  void aGoodProofNamesItsKeyAndItself() throws JOSEException {
    DpopProofs.Proof one =
        assertInstanceOf(DpopProofs.Check.Good.class, check(proof(claims().build()))).proof();
    DpopProofs.Proof two =
        assertInstanceOf(DpopProofs.Check.Good.class, check(proof(claims().jwtID("two").build())))
            .proof();
    assertEquals(key.computeThumbprint().toString(), one.thumbprint());
    assertEquals(one.thumbprint(), two.thumbprint());
    assertNotEquals(one.id(), two.id());
    assertEquals(
        one.id(),
        assertInstanceOf(DpopProofs.Check.Good.class, check(proof(claims().build()))).proof().id());
  }

  @Test
  void aProofWithoutOurFreshNonceIsAskedForOne() throws JOSEException {
    assertInstanceOf(
        DpopProofs.Check.NonceWanted.class, check(proof(claims().claim("nonce", null).build())));
    assertInstanceOf(
        DpopProofs.Check.NonceWanted.class, check(proof(claims().claim("nonce", "guess").build())));
    String old = nonces.current();
    now = NOW.plusSeconds(120);
    assertInstanceOf(
        DpopProofs.Check.NonceWanted.class, check(proof(claims().claim("nonce", old).build())));
  }

  @Test
  void aNonceIsGoodInTheMinutesBesideItsOwn() {
    String nonce = nonces.current();
    for (int seconds : List.of(-60, 0, 60)) {
      now = NOW.plusSeconds(seconds);
      assertTrue(nonces.accepts(nonce));
    }
    now = NOW.plusSeconds(120);
    assertFalse(nonces.accepts(nonce));
  }

  @Test
  void aNonceOfTheKeyBeforeIsGoodAndOneOfAStrangerIsNot() {
    byte[] other = new byte[32];
    Arrays.fill(other, (byte) 1);
    DpopNonces rotated = new DpopNonces(() -> List.of(other, new byte[32]), () -> now);
    DpopNonces stranger = new DpopNonces(() -> List.of(other), () -> now);
    assertTrue(rotated.accepts(nonces.current()));
    assertFalse(nonces.accepts(stranger.current()));
    assertNotEquals(nonces.current(), rotated.current());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "post", ""})
  void anotherMethodIsRefused(String method) throws JOSEException {
    assertBad(proof(claims().claim("htm", method).build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://pds.example/oauth/par",
        "http://pds.example/oauth/token",
        "https://evil.example/oauth/token",
        "https://pds.example/oauth/token/"
      })
  void anotherAddressIsRefused(String url) throws JOSEException {
    assertBad(proof(claims().claim("htu", url).build()));
  }

  @Test
  void aQueryIsNotCompared() throws JOSEException {
    assertInstanceOf(
        DpopProofs.Check.Good.class, check(proof(claims().claim("htu", URL + "?a=b#c").build())));
  }

  @Test
  void timeAndNameAreNeeded() throws JOSEException {
    assertBad(proof(claims().issueTime(null).build()));
    assertBad(proof(claims().issueTime(Date.from(NOW.minusSeconds(200))).build()));
    assertBad(proof(claims().issueTime(Date.from(NOW.plusSeconds(90))).build()));
    assertBad(proof(claims().jwtID(null).build()));
    assertBad(proof(claims().jwtID("x".repeat(300)).build()));
  }

  @Test
  void aTokenIsBoundByItsDigest() throws JOSEException {
    String proof = proof(claims().claim("ath", Digests.sha256("token")).build());
    assertInstanceOf(
        DpopProofs.Check.Good.class, proofs.check(proof, "POST", URL, Optional.of("token")));
    assertInstanceOf(
        DpopProofs.Check.Bad.class, proofs.check(proof, "POST", URL, Optional.of("other")));
    assertInstanceOf(
        DpopProofs.Check.Bad.class,
        proofs.check(proof(claims().build()), "POST", URL, Optional.of("token")));
  }

  @Test
  void forgeriesAreRefused() throws JOSEException {
    assertBad(new PlainJWT(claims().build()).serialize());
    assertBad(signed(JOSEObjectType.JWT, key.toPublicJWK(), claims().build()));
    assertBad(signed(TYPE, key().toPublicJWK(), claims().build()));
    assertBad(proof(claims().build()) + "x");
    assertBad("no.jwt.atall");
    assertBad("x".repeat(5000));
    SignedJWT mac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE).build(), claims().build());
    mac.sign(new MACSigner(new OctetSequenceKey.Builder(new byte[32]).build()));
    assertBad(mac.serialize());
  }
}
