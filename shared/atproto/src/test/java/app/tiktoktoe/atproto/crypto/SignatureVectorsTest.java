package app.tiktoktoe.atproto.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  static Iterable<JsonNode> official() {
    return vectors("signature-fixtures.json");
  }

  static Iterable<JsonNode> deterministic() {
    return vectors("signatures.json");
  }

  static Iterable<JsonNode> k256DidKeys() {
    return vectors("w3c_didkey_K256.json");
  }

  static Iterable<JsonNode> p256DidKeys() {
    return vectors("w3c_didkey_P256.json");
  }

  private static JsonNode vectors(String name) {
    try (InputStream in = SignatureVectorsTest.class.getResourceAsStream("/crypto/" + name)) {
      JsonNode all = new ObjectMapper().readTree(Objects.requireNonNull(in));
      assertTrue(all.size() > 0);
      return all;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("official")
  void strictVerificationAgrees(JsonNode vector) {
    PublicKey key = PublicKey.parseDidKey(vector.get("publicKeyDid").asText());
    byte[] message = Base64.getDecoder().decode(vector.get("messageBase64").asText());
    byte[] signature = Base64.getDecoder().decode(vector.get("signatureBase64").asText());

    assertEquals(vector.get("validSignature").asBoolean(), key.verify(message, signature));
    boolean highS = vector.get("tags").toString().contains("high-s");
    assertEquals(
        highS || vector.get("validSignature").asBoolean(), key.verifyLenient(message, signature));
  }

  @ParameterizedTest
  @MethodSource("official")
  void multibaseWithoutCodecIsTheSameKey(JsonNode vector) {
    PublicKey key = PublicKey.parseDidKey(vector.get("publicKeyDid").asText());
    assertEquals(vector.get("algorithm").asText(), key.curve().jwtAlgorithm());
    assertEquals(
        key,
        PublicKey.parseLegacyMultibase(key.curve(), vector.get("publicKeyMultibase").asText()));
  }

  @ParameterizedTest
  @MethodSource("deterministic")
  void signaturesAreReproducedByteForByte(JsonNode vector) {
    Curve curve = vector.get("alg").asText().equals("ES256K") ? Curve.K256 : Curve.P256;
    SigningKey key =
        SigningKey.fromBytes(curve, HEX.parseHex(vector.get("privateKeyHex").asText()));
    byte[] message = vector.get("messageUtf8").asText().getBytes(StandardCharsets.UTF_8);

    assertEquals(vector.get("signatureCompactHex").asText(), HEX.formatHex(key.sign(message)));
    assertEquals(vector.get("publicDidKey").asText(), key.publicKey().didKey());
    assertTrue(key.publicKey().verify(message, key.sign(message)));
  }

  @ParameterizedTest
  @MethodSource("k256DidKeys")
  void k256DidKeysAreDerived(JsonNode vector) {
    byte[] secret = HEX.parseHex(vector.get("privateKeyBytesHex").asText());
    assertDidKey(vector, SigningKey.fromBytes(Curve.K256, secret));
  }

  @ParameterizedTest
  @MethodSource("p256DidKeys")
  void p256DidKeysAreDerived(JsonNode vector) {
    byte[] secret = Base58.decode(vector.get("privateKeyBytesBase58").asText());
    assertDidKey(vector, SigningKey.fromBytes(Curve.P256, secret));
  }

  private static void assertDidKey(JsonNode vector, SigningKey key) {
    String expected = vector.get("publicDidKey").asText();
    assertEquals(expected, key.publicKey().didKey());
    assertEquals(key.publicKey(), PublicKey.parseDidKey(expected));
  }
}
