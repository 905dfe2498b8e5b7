package app.tiktoktoe.atproto.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
  private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @EnumSource(Curve.class)
  void signsAndVerifies(Curve curve) {
    SigningKey key = SigningKey.generate(curve, new SecureRandom());
    byte[] signature = key.sign(MESSAGE);

    assertTrue(key.publicKey().verify(MESSAGE, signature));
    assertFalse(key.publicKey().verify("another".getBytes(StandardCharsets.UTF_8), signature));
    SigningKey other = SigningKey.generate(curve, new SecureRandom());
    assertFalse(other.publicKey().verify(MESSAGE, signature));
    assertFalse(key.publicKey().verify(MESSAGE, Arrays.copyOf(signature, 65)));
    assertFalse(key.publicKey().verify(MESSAGE, new byte[64]));
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void secretsSurviveARoundTrip(Curve curve) {
    byte[] secret = new byte[32];
    secret[31] = 7;
    SigningKey key = SigningKey.fromBytes(curve, secret);

    assertArrayEquals(secret, key.secretBytes());
    assertEquals(key.publicKey(), PublicKey.ofBytes(curve, key.publicKey().uncompressed()));
    assertEquals(key.publicKey(), PublicKey.ofBytes(curve, key.publicKey().compressed()));
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void secretsOutsideTheGroupAreRefused(Curve curve) {
    byte[] tooLarge = new byte[32];
    Arrays.fill(tooLarge, (byte) 0xff);

    assertThrows(IllegalArgumentException.class, () -> SigningKey.fromBytes(curve, new byte[32]));
    assertThrows(IllegalArgumentException.class, () -> SigningKey.fromBytes(curve, tooLarge));
    assertThrows(IllegalArgumentException.class, () -> SigningKey.fromBytes(curve, new byte[31]));
  }

  @Test
  void textNeverShowsTheSecret() {
    SigningKey key = SigningKey.generate(Curve.K256, new SecureRandom());
    assertFalse(key.toString().contains(HexFormat.of().formatHex(key.secretBytes())));
    assertTrue(key.toString().contains(key.publicKey().didKey()));
  }

  @Test
  void curvesAreNotConfused() {
    byte[] secret = new byte[32];
    secret[0] = 1;
    assertNotEquals(
        SigningKey.fromBytes(Curve.K256, secret).publicKey(),
        SigningKey.fromBytes(Curve.P256, secret).publicKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "did:key:",
        "did:key:z",
        "did:web:example.com",
        "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
        "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBm",
        "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYB0e",
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
      })
  void malformedDidKeysAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> PublicKey.parseDidKey(text));
  }

  @Test
  void aPointOffTheCurveIsRefused() {
    byte[] point = new byte[65];
    point[0] = 4;
    point[64] = 1;
    assertThrows(IllegalArgumentException.class, () -> PublicKey.ofBytes(Curve.P256, point));
  }
}
