package app.tiktoktoe.atproto.serviceauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.crypto.Base64Url;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.vectors.VectorFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTokenTest {
  private static final String HEADER = "{\"typ\":\"JWT\",\"alg\":\"ES256K\"}";
  private static final String PAYLOAD =
      "{\"iss\":\"did:plc:abc\",\"aud\":\"did:web:b.test\",\"exp\":1700000060}";
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private final SigningKey key = SigningKey.fromBytes(Curve.K256, secret(5));

  static Iterable<JsonNode> official() {
    return VectorFile.json("/generated-repo/service-jwts.json");
  }

  @ParameterizedTest
  @MethodSource("official")
  void officialTokensVerify(JsonNode vector) {
    ServiceToken token = ServiceToken.parse(vector.get("token").asText());
    JsonNode payload = vector.get("payload");

    assertTrue(token.verify(PublicKey.parseDidKey(vector.get("publicDidKey").asText())));
    assertFalse(token.verify(key.publicKey()));
    assertEquals(vector.get("header").get("alg").asText(), token.algorithm());
    assertEquals(
        new ServiceTokenClaims(
            payload.get("iss").asText(),
            payload.get("aud").asText(),
            Nsid.parse(payload.get("lxm").asText()),
            Instant.ofEpochSecond(payload.get("iat").asLong()),
            Instant.ofEpochSecond(payload.get("exp").asLong()),
            payload.get("jti").asText()),
        token.claims());
  }

  @Test
  void signedTokensAreRead() {
    String text =
        ServiceToken.sign(
            key,
            Did.parse("did:plc:abc"),
            "did:web:b.test#bsky_appview",
            null,
            NOW,
            NOW.plusSeconds(60),
            "a-random-text");
    ServiceToken token = ServiceToken.parse(text);

    assertTrue(token.verify(key.publicKey()));
    assertFalse(token.verify(SigningKey.fromBytes(Curve.P256, secret(5)).publicKey()));
    assertNull(token.claims().lxm());
    assertEquals(Did.parse("did:web:b.test"), token.claims().audienceDid());
    assertEquals(Did.parse("did:plc:abc"), token.claims().issuerDid());
    assertFalse(token.claims().isExpired(NOW.plusSeconds(59)));
    assertTrue(token.claims().isExpired(NOW.plusSeconds(60)));
    assertFalse(token.toString().contains(text));
  }

  @Test
  void aChangedTokenDoesNotVerify() {
    String text =
        ServiceToken.sign(
            key, Did.parse("did:plc:abc"), "did:web:b.test", null, NOW, NOW.plusSeconds(60), "x");
    String changed = token(HEADER, PAYLOAD) + text.substring(text.lastIndexOf('.') + 1);
    assertFalse(ServiceToken.parse(changed).verify(key.publicKey()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"typ\":\"at+jwt\",\"alg\":\"ES256K\"}",
        "{\"typ\":\"refresh+jwt\",\"alg\":\"ES256K\"}",
        "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256K\"}",
        "{\"typ\":\"JWT\",\"alg\":\"none\"}",
        "{\"typ\":\"JWT\",\"alg\":\"HS256\"}",
        "{\"typ\":\"JWT\"}",
        "{\"typ\":\"JWT\",\"alg\":\"ES256K\",\"crit\":[\"b64\"]}",
        "{\"typ\":\"JWT\",\"alg\":\"ES256K\",\"alg\":\"ES256\"}",
        "[]",
        "x",
        ""
      })
  void otherHeadersAreRefused(String header) {
    assertRefused(token(header, PAYLOAD) + "AAAA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"aud\":\"did:web:b.test\",\"exp\":1700000060}",
        "{\"iss\":\"did:plc:abc\",\"exp\":1700000060}",
        "{\"iss\":\"did:plc:abc\",\"aud\":\"did:web:b.test\"}",
        "{\"iss\":\"nobody\",\"aud\":\"did:web:b.test\",\"exp\":1700000060}",
        "{\"iss\":\"did:plc:abc\",\"aud\":\"did:web:b.test\",\"exp\":1.5}",
        "{\"iss\":\"did:plc:abc\",\"aud\":\"did:web:b.test\",\"exp\":\"1\"}",
        "{\"iss\":\"did:plc:abc\",\"aud\":\"did:web:b.test\",\"exp\":9223372036854775807}",
        "{\"iss\":\"did:plc:abc\",\"aud\":\"did:web:b.test\",\"exp\":99999999999999999999}",
        "{\"iss\":\"did:plc:abc\",\"aud\":\"did:web:b.test\",\"exp\":1,\"lxm\":\"x\"}",
        "{\"iss\":\"did:plc:abc\",\"aud\":\"did:web:b.test\",\"exp\":1} {}",
        "null"
      })
  void otherPayloadsAreRefused(String payload) {
    assertRefused(token(HEADER, payload) + "AAAA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b", "a.b.c.d", "=.=.="})
  void otherShapesAreRefused(String text) {
    assertRefused(text);
  }

  @Test
  void paddingAndLengthAreChecked() {
    assertRefused(token(HEADER, PAYLOAD) + "AA==");
    assertRefused(token(HEADER, PAYLOAD) + "A".repeat(9000));
  }

  private static void assertRefused(String text) {
    assertThrows(InvalidTokenException.class, () -> ServiceToken.parse(text));
  }

  private static String token(String header, String payload) {
    return Base64Url.encode(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + Base64Url.encode(payload.getBytes(StandardCharsets.UTF_8))
        + ".";
  }

  private static byte[] secret(int seed) {
    byte[] secret = new byte[32];
    secret[31] = (byte) seed;
    return secret;
  }
}
