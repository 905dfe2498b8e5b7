package app.tiktoktoe.emulators.plc;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.crypto.PublicKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What an operation must look like, whoever signed it and whatever came before. */
final class OperationShape {
  /** The largest operation, in bytes of DAG-CBOR. */
  static final int LARGEST_BYTES = 7_500;

  private static final int LARGEST_LIST = 10;
  private static final int LONGEST_ALIAS = 258;
  private static final int LONGEST_ID = 32;
  private static final int LONGEST_SERVICE_TYPE = 256;
  private static final int LONGEST_ENDPOINT = 512;
  private static final Pattern DID_KEY = Pattern.compile("did:key:z[1-9A-HJ-NP-Za-km-z]{10,256}");

  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "plc_operation",
          Set.of(
              "type",
              "rotationKeys",
              "verificationMethods",
              "alsoKnownAs",
              "services",
              "prev",
              "sig"),
          "plc_tombstone",
          Set.of("type", "prev", "sig"),
          "create",
          Set.of("type", "signingKey", "recoveryKey", "handle", "service", "prev", "sig"));

  private OperationShape() {}

  /**
   * The same value, known to be an operation.
   *
   * @throws RefusedException with the first thing that is wrong
   */
  static ObjectNode check(JsonNode body) {
    if (!(body instanceof ObjectNode operation)) {
      throw RefusedException.invalid("Not a valid operation: not an object");
    }
    checkSize(operation);
    checkFields(operation);
    checkSignature(operation.path("sig").asText());
    switch (operation.path("type").asText()) {
      case "plc_operation" -> checkOperation(operation);
      case "create" -> checkLegacy(operation);
      default -> require(operation.path("prev").isTextual(), "a tombstone needs prev");
    }
    return operation;
  }

  private static void checkSize(ObjectNode operation) {
    int bytes;
    try {
      bytes = DagCbor.encode(operation).length;
    } catch (InvalidDataException e) {
      throw RefusedException.invalid("Not a valid operation: " + e.getMessage());
    }
    if (bytes > LARGEST_BYTES) {
      throw RefusedException.invalid(
          "Operation too large (" + LARGEST_BYTES + " bytes maximum in cbor encoding)");
    }
  }

  private static void checkFields(ObjectNode operation) {
    Set<String> expected = FIELDS.get(operation.path("type").asText());
    require(expected != null, "unknown type");
    Set<String> given = new HashSet<>();
    operation.fieldNames().forEachRemaining(given::add);
    require(given.equals(expected), "its fields must be " + expected);
    require(operation.path("sig").isTextual(), "sig must be a string");
    JsonNode prev = operation.path("prev");
    require(prev.isNull() || prev.isTextual(), "prev must be a CID or null");
  }

  /** One signature must have one spelling, or an operation would have many CIDs. */
  private static void checkSignature(String text) {
    try {
      byte[] signature = Base64.getUrlDecoder().decode(text);
      String canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
      require(canonical.equals(text), "sig must be base64url without padding");
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid("Not a valid operation: sig must be base64url");
    }
  }

  private static void checkOperation(ObjectNode operation) {
    checkRotationKeys(operation.path("rotationKeys"));
    checkAliases(operation.path("alsoKnownAs"));
    checkMethods(operation.path("verificationMethods"));
    checkServices(operation.path("services"));
  }

  private static void checkRotationKeys(JsonNode keys) {
    require(keys.isArray() && keys.size() <= LARGEST_LIST, "rotationKeys: a list of at most 10");
    keys.forEach(key -> checkSigningKey("rotationKey", key));
  }

  private static void checkSigningKey(String what, JsonNode key) {
    try {
      PublicKey.parseDidKey(key.asText());
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid("Invalid " + what + ": " + key.asText());
    }
    require(key.isTextual(), what + " must be a string");
  }

  private static void checkAliases(JsonNode aliases) {
    require(
        aliases.isArray() && aliases.size() <= LARGEST_LIST, "alsoKnownAs: a list of at most 10");
    Set<String> seen = new HashSet<>();
    for (JsonNode alias : aliases) {
      require(isText(alias, LONGEST_ALIAS), "alsoKnownAs entries have at most 258 characters");
      require(seen.add(alias.asText()), "duplicate alsoKnownAs entry: " + alias.asText());
    }
  }

  private static void checkMethods(JsonNode methods) {
    checkMap("verificationMethods", methods);
    for (Map.Entry<String, JsonNode> method : methods.properties()) {
      String key = method.getValue().asText();
      if (!method.getValue().isTextual() || !DID_KEY.matcher(key).matches()) {
        throw RefusedException.invalid("Invalid verificationMethod key: " + key);
      }
    }
  }

  private static void checkServices(JsonNode services) {
    checkMap("services", services);
    for (JsonNode service : services) {
      require(
          service.isObject()
              && service.size() == 2
              && isText(service.path("type"), LONGEST_SERVICE_TYPE)
              && isText(service.path("endpoint"), LONGEST_ENDPOINT),
          "a service has a type (at most 256 characters) and an endpoint (at most 512)");
    }
  }

  private static void checkMap(String name, JsonNode map) {
    require(map.isObject() && map.size() <= LARGEST_LIST, name + ": an object of at most 10");
    map.fieldNames()
        .forEachRemaining(
            id -> require(id.length() <= LONGEST_ID, name + ": id too long (max 32): " + id));
  }

  private static void checkLegacy(ObjectNode operation) {
    require(operation.path("prev").isNull(), "a create operation has no prev");
    checkSigningKey("signingKey", operation.path("signingKey"));
    checkSigningKey("recoveryKey", operation.path("recoveryKey"));
    require(isText(operation.path("handle"), LONGEST_ALIAS), "handle must be a string");
    require(isText(operation.path("service"), LONGEST_ENDPOINT), "service must be a string");
  }

  private static boolean isText(JsonNode node, int longest) {
    return node.isTextual() && node.asText().length() <= longest;
  }

  private static void require(boolean holds, String demand) {
    if (!holds) {
      throw RefusedException.invalid("Not a valid operation: " + demand);
    }
  }
}
