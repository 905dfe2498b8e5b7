package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.tiktoktoe.atproto.crypto.SigningKey;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlcRotationKeysTest {
  private final SigningKey one = NewSecrets.rotationKey(new SecureRandom());
  private final SigningKey two = NewSecrets.rotationKey(new SecureRandom());
  private final SigningKey three = NewSecrets.rotationKey(new SecureRandom());
  private final PlcRotationKeys keys = new PlcRotationKeys(two, Optional.of(three), List.of(one));

  private static String hex(SigningKey key) {
    return HexFormat.of().formatHex(key.secretBytes());
  }

  private static Optional<SigningKey> oneOf(PlcRotationKeys keys, SigningKey... allowed) {
    return keys.oneOf(List.of(allowed).stream().map(SigningKey::publicKey).toList());
  }

  @Test
  void allKeysAreReadAgain() {
    PlcRotationKeys read = PlcRotationKeys.parse(keys.text());
    assertEquals(hex(two), hex(read.current()));
    assertEquals(hex(three), hex(read.next().orElseThrow()));
    assertEquals(List.of(hex(one)), read.older().stream().map(key -> hex(key)).toList());
    assertEquals(keys.text(), read.text());
  }

  @Test
  void aKeyAloneIsTheCurrentOne() {
    PlcRotationKeys read = PlcRotationKeys.parse(hex(one) + "\n");
    assertArrayEquals(one.secretBytes(), read.current().secretBytes());
    assertEquals(Optional.empty(), read.next());
    assertEquals(List.of(), read.older());
  }

  @Test
  void everyKeyIsFoundByItsPublicHalf() {
    SigningKey stranger = NewSecrets.rotationKey(new SecureRandom());
    assertEquals(Optional.of(one), oneOf(keys, one));
    assertEquals(Optional.of(two), oneOf(keys, stranger, two));
    assertEquals(Optional.of(three), oneOf(keys, three, one));
    assertEquals(Optional.empty(), oneOf(keys, stranger));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "{", "{}", "{\"current\":\"secret\"}", "abcd"})
  void whatIsNoKeyIsRefusedAndNotShown(String text) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> PlcRotationKeys.parse(text));
    assertEquals("plc-rotation-key is not a list of k256 secrets", refusal.getMessage());
  }

  @Test
  void theTextForLogsShowsNoKey() {
    assertFalse(keys.toString().contains(hex(one)));
    assertFalse(keys.toString().contains(hex(two)));
  }
}
