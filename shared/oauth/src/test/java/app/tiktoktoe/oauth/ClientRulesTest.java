package app.tiktoktoe.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ID = "https://app.example/oauth/client.json";
  private static final String ISSUER = "https://pds.example";

  private static ObjectNode document() {
    ObjectNode document = JSON.createObjectNode();
    document.put("client_id", ID).put("scope", "atproto repo:*");
    document.put("dpop_bound_access_tokens", true);
    document.putArray("redirect_uris").add("https://app.example/back");
    return document;
  }

  private static ClientMetadata parse(ObjectNode document) {
    return ClientMetadata.parse((ClientId.Published) ClientId.parse(ID), document);
  }

  private static void assertRefused(ObjectNode document) {
    assertThrows(InvalidClientException.class, () -> parse(document));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.example/client.json",
        "https://app.example",
        "https://app.example/",
        "https://app.example/client/",
        "https://127.0.0.1/client.json",
        "https://[::1]/client.json",
        "https://localhost/client.json",
        "https://user@app.example/client.json",
        "https://app.example/client.json#x",
        "https://app.example/a/../client.json",
        "https://app.example/%2e%2e/client.json",
        "https://app.example/a b",
        "http://localhost:8080/",
        "http://localhost/path",
        "http://localhost?redirect_uri=https://evil.example/",
        "http://localhost?redirect_uri=http://localhost/",
        "http://localhost?other=1",
        "http://localhost?scope=a&scope=b",
        "javascript:alert(1)",
        ""
      })
  void whatIsNoClientIdIsRefused(String id) {
    assertThrows(InvalidClientException.class, () -> ClientId.parse(id));
  }

  @Test
  void aClientInDevelopmentRedirectsToItsOwnMachine() {
    ClientMetadata plain =
        ClientMetadata.of(
            assertInstanceOf(ClientId.Development.class, ClientId.parse("http://localhost")));
    assertTrue(plain.redirectsTo("http://127.0.0.1:4321/"));
    assertTrue(plain.redirectsTo("http://[::1]:1/"));
    assertFalse(plain.redirectsTo("http://127.0.0.1/other"));
    assertFalse(plain.redirectsTo("http://localhost/"));
    assertFalse(plain.redirectsTo("https://127.0.0.1/"));
    ClientMetadata named =
        ClientMetadata.of(
            (ClientId.Development)
                ClientId.parse(
                    "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2Fback&scope=atproto%20repo%3A*"));
    assertTrue(named.redirectsTo("http://127.0.0.1:99/back"));
    assertFalse(named.redirectsTo("http://127.0.0.1:99/back/"));
    assertFalse(named.redirectsTo("http://[::1]:99/back"));
    assertTrue(named.scopes().contains("repo:*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example/back/",
        "https://app.example/back?x=1",
        "https://app.example.evil.example/back",
        "https://app.example:8443/back",
        "https://app.example/BACK",
        "https://user@app.example/back",
        "https://app.example/back#x",
        "http://app.example/back",
        "https://app.example/back/../other"
      })
  void onlyTheVeryAddressIsRedirectedTo(String uri) {
    assertTrue(parse(document()).redirectsTo("https://app.example/back"));
    assertFalse(parse(document()).redirectsTo(uri));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "data:text/html,x",
        "http://127.0.0.1/",
        "http://evil.example/",
        "example.app:/back",
        "https://app.example/back#x",
        "/back",
        ""
      })
  void aWebClientNamesHttpsAlone(String uri) {
    ObjectNode document = document();
    document.putArray("redirect_uris").add(uri);
    assertRefused(document);
  }

  @Test
  void aNativeClientNamesItsOwnScheme() {
    ObjectNode document = document().put("application_type", "native");
    document.putArray("redirect_uris").add("example.app:/back").add("http://127.0.0.1/");
    assertTrue(parse(document).redirectsTo("example.app:/back"));
    for (String bad : new String[] {"example.evil:/back", "example.app://back", "javascript:/x"}) {
      document.putArray("redirect_uris").add(bad);
      assertRefused(document);
    }
  }

  @Test
  void metadataSaysWhatTheProfileDemands() {
    assertRefused(document().put("client_id", "https://other.example/client.json"));
    assertRefused(document().put("dpop_bound_access_tokens", false));
    assertRefused(document().put("scope", "repo:*"));
    assertRefused(document().put("token_endpoint_auth_method", "client_secret_basic"));
    assertRefused(document().put("token_endpoint_auth_method", "private_key_jwt"));
    ObjectNode implicit = document();
    implicit.putArray("response_types").add("token");
    assertRefused(implicit);
    ObjectNode nowhere = document();
    nowhere.putArray("redirect_uris");
    assertRefused(nowhere);
    assertRefused(
        document()
            .put("token_endpoint_auth_method", "private_key_jwt")
            .put("jwks_uri", "http://app.example/jwks"));
    assertEquals(
        100, parse(document().put("client_name", "n".repeat(500))).name().orElseThrow().length());
  }

  @Test
  void aPrivateKeyInPublicMetadataIsRefused() throws JOSEException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    ObjectNode document = document().put("token_endpoint_auth_method", "private_key_jwt");
    document.set("jwks", JSON.valueToTree(new JWKSet(key).toJSONObject(false)));
    assertRefused(document);
    document.set("jwks", JSON.valueToTree(new JWKSet(key).toJSONObject(true)));
    assertInstanceOf(ClientMetadata.ClientKeys.Inline.class, parse(document).keys().orElseThrow());
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ID)
        .subject(ID)
        .audience(ISSUER)
        .jwtID("one")
        .issueTime(Date.from(NOW));
  }

  private static boolean isGood(ECKey signer, ECKey known, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(signer.getKeyID()).build(), claims);
    jwt.sign(new ECDSASigner(signer));
    return new ClientAssertions(URI.create(ISSUER), () -> NOW)
        .check(jwt.serialize(), ClientId.parse(ID), new JWKSet(known.toPublicJWK()))
        .isPresent();
  }

  @Test
  void anAssertionIsTheClientsOwnForUsAndNow() throws JOSEException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    ECKey other = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    assertTrue(isGood(key, key, claims().build()));
    assertFalse(isGood(other, key, claims().build()));
    assertFalse(isGood(key, key, claims().issuer("https://evil.example/c").build()));
    assertFalse(isGood(key, key, claims().subject("https://evil.example/c").build()));
    assertFalse(isGood(key, key, claims().audience("https://other.example").build()));
    assertFalse(isGood(key, key, claims().jwtID(null).build()));
    assertFalse(isGood(key, key, claims().issueTime(null).build()));
    assertFalse(isGood(key, key, claims().issueTime(Date.from(NOW.minusSeconds(61))).build()));
    assertFalse(isGood(key, key, claims().issueTime(Date.from(NOW.plusSeconds(31))).build()));
    assertFalse(isGood(key, key, claims().expirationTime(Date.from(NOW)).build()));
    assertTrue(
        new ClientAssertions(URI.create(ISSUER), () -> NOW)
            .check(
                new PlainJWT(claims().build()).serialize(),
                ClientId.parse(ID),
                new JWKSet(key.toPublicJWK()))
            .isEmpty());
  }

  @Test
  void aVerifierFitsItsChallengeAlone() {
    String verifier = "v".repeat(43);
    assertTrue(Pkce.matches(Digests.sha256(verifier), verifier));
    assertTrue(Pkce.isChallenge(Digests.sha256(verifier)));
    assertFalse(Pkce.matches(verifier, verifier));
    assertFalse(Pkce.matches(Digests.sha256("short"), "short"));
    assertFalse(Pkce.matches(Digests.sha256(verifier), "w".repeat(43)));
    assertFalse(Pkce.isChallenge("plain"));
  }
}
