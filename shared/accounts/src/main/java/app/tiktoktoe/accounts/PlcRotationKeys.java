package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@link AccountSecrets#PLC_ROTATION_KEY} holds: {@code {"current": "64 hexadecimal digits",
 * "next": "...", "older": ["..."]}}, or the 64 digits of the current key alone.
 *
 * @param current the rotation key of new identities
 * @param next the one after the next rotation, so that every reader knows it long before; absent
 *     where no rotation was prepared
 * @param older the newest first; identities that were made with one need it for ever
 */
public record PlcRotationKeys(
    SigningKey current, Optional<SigningKey> next, List<SigningKey> older) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the list. */
  public PlcRotationKeys {
    older = List.copyOf(older);
  }

  /**
   * Reads a secret's text.
   *
   * @throws IllegalArgumentException when it is neither form; says nothing of what it is
   */
  public static PlcRotationKeys parse(String text) {
    try {
      return text.strip().startsWith("{")
          ? parse(JSON.readTree(text))
          : new PlcRotationKeys(key(text.strip()), Optional.empty(), List.of());
    } catch (JsonProcessingException | IllegalArgumentException _) {
      throw new IllegalArgumentException(
          AccountSecrets.PLC_ROTATION_KEY + " is not a list of k256 secrets");
    }
  }

  private static PlcRotationKeys parse(JsonNode json) {
    List<SigningKey> older = new ArrayList<>();
    json.path("older").forEach(key -> older.add(key(key.asText())));
    return new PlcRotationKeys(
        key(json.path("current").asText()),
        json.has("next") ? Optional.of(key(json.path("next").asText())) : Optional.empty(),
        older);
  }

  private static SigningKey key(String hex) {
    return SigningKey.fromBytes(Curve.K256, HexFormat.of().parseHex(hex));
  }

  /** The secret's text. */
  public String text() {
    ObjectNode json = JSON.createObjectNode().put("current", hex(current));
    next.ifPresent(key -> json.put("next", hex(key)));
    ArrayNode list = json.putArray("older");
    older.forEach(key -> list.add(hex(key)));
    return json.toString();
  }

  private static String hex(SigningKey key) {
    return HexFormat.of().formatHex(key.secretBytes());
  }

  /**
   * The key whose public half is one of {@code keys}, of several the one that comes first there.
   */
  public Optional<SigningKey> oneOf(List<PublicKey> keys) {
    return keys.stream().flatMap(this::withPublicHalf).findFirst();
  }

  private Stream<SigningKey> withPublicHalf(PublicKey publicKey) {
    return Stream.of(Stream.of(current), next.stream(), older.stream())
        .flatMap(all -> all)
        .filter(key -> key.publicKey().equals(publicKey));
  }
}
