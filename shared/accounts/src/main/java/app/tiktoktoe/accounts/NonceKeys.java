package app.tiktoktoe.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What {@link AccountSecrets#DPOP_NONCE_KEYS} holds: a list of 32-byte keys in hexadecimal. The
 * first makes nonces, the second will after the next rotation, the third did before the last one.
 *
 * @param all in this order
 */
public record NonceKeys(List<byte[]> all) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KEY_BYTES = 32;

  /** Checks the keys. */
  public NonceKeys {
    all = all.stream().map(byte[]::clone).toList();
    if (all.isEmpty() || all.stream().anyMatch(key -> key.length != KEY_BYTES)) {
      throw new IllegalArgumentException("a nonce key has " + KEY_BYTES + " bytes");
    }
  }

  /** Two fresh keys. */
  public static NonceKeys generate(RandomGenerator random) {
    return new NonceKeys(List.of(fresh(random), fresh(random)));
  }

  private static byte[] fresh(RandomGenerator random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return key;
  }

  /** The second key comes first, and the first goes last. */
  public NonceKeys rotate(RandomGenerator random) {
    return all.size() == 1
        ? new NonceKeys(List.of(all.getFirst(), fresh(random)))
        : new NonceKeys(List.of(all.get(1), fresh(random), all.getFirst()));
  }

  /**
   * Reads a secret's text.
   *
   * @throws IllegalArgumentException when it is no such list; says nothing of what it is
   */
  public static NonceKeys parse(String text) {
    try {
      List<byte[]> keys = new ArrayList<>();
      JSON.readTree(text).forEach(key -> keys.add(HexFormat.of().parseHex(key.asText())));
      return new NonceKeys(keys);
    } catch (JsonProcessingException | IllegalArgumentException _) {
      throw new IllegalArgumentException(
          AccountSecrets.DPOP_NONCE_KEYS + " is not a list of 32-byte keys");
    }
  }

  /** The secret's text. */
  public String text() {
    ArrayNode list = JSON.createArrayNode();
    all.forEach(key -> list.add(HexFormat.of().formatHex(key)));
    return list.toString();
  }

  /** Shows no key. */
  @Override
  public String toString() {
    return "NonceKeys[" + all.size() + "]";
  }
}
