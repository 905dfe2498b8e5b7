package app.tiktoktoe.emulators.plc;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cid.Base32;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.Sha256;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A signed operation whose shape was checked, and what follows from its bytes.
 *
 * <p>The older {@code create} operation is accepted as a genesis and read as the {@code
 * plc_operation} that it means; its identifiers are those of its own bytes.
 */
final class Operation {
  private static final int DID_CHARACTERS = 24;

  private final ObjectNode json;
  private final ObjectNode data;

  private Operation(ObjectNode json) {
    this.json = json;
    this.data = isLegacy(json) ? modern(json) : json;
  }

  /**
   * Reads what a client sent.
   *
   * @throws RefusedException when it is not an operation
   */
  static Operation parse(JsonNode body) {
    return new Operation(OperationShape.check(body));
  }

  /** Reads what was accepted before. */
  static Operation accepted(ObjectNode json) {
    return new Operation(json);
  }

  ObjectNode json() {
    return json.deepCopy();
  }

  boolean isTombstone() {
    return json.path("type").asText().equals("plc_tombstone");
  }

  /** The previous operation, as it is written; empty for a genesis. */
  Optional<String> prev() {
    return Optional.ofNullable(json.path("prev").textValue());
  }

  List<String> rotationKeys() {
    List<String> keys = new ArrayList<>();
    data.path("rotationKeys").forEach(key -> keys.add(key.asText()));
    return keys;
  }

  /** One of {@code alsoKnownAs}, {@code verificationMethods} and {@code services}. */
  JsonNode field(String name) {
    return data.path(name);
  }

  Cid cid() {
    return Cid.ofCbor(DagCbor.encode(json));
  }

  /** The DID that this operation creates when it is a genesis. */
  String did() {
    String hash = Base32.encode(Sha256.digest(DagCbor.encode(json)));
    return "did:plc:" + hash.substring(0, DID_CHARACTERS);
  }

  /** The place of the first of the keys that made the signature. */
  Optional<Integer> signer(List<String> keys) {
    byte[] signature = Base64.getUrlDecoder().decode(json.path("sig").asText());
    byte[] message = DagCbor.encode(json().without("sig"));
    for (int i = 0; i < keys.size(); i++) {
      if (PublicKey.parseDidKey(keys.get(i)).verify(message, signature)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static boolean isLegacy(ObjectNode json) {
    return json.path("type").asText().equals("create");
  }

  private static ObjectNode modern(ObjectNode legacy) {
    String signingKey = legacy.path("signingKey").asText();
    String handle = legacy.path("handle").asText().replaceFirst("^(https?|at)://", "");
    String service = legacy.path("service").asText();
    boolean hasScheme = service.startsWith("http://") || service.startsWith("https://");
    ObjectNode modern = legacy.objectNode();
    modern.putArray("rotationKeys").add(legacy.path("recoveryKey").asText()).add(signingKey);
    modern.putObject("verificationMethods").put("atproto", signingKey);
    modern.putArray("alsoKnownAs").add("at://" + handle);
    modern
        .putObject("services")
        .putObject("atproto_pds")
        .put("type", "AtprotoPersonalDataServer")
        .put("endpoint", hasScheme ? service : "https://" + service);
    return modern;
  }
}
