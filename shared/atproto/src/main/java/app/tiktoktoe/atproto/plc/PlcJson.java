package app.tiktoktoe.atproto.plc;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.PublicKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads operations strictly: a field too many is refused, because the record would not sign the
 * bytes that were signed.
 */
final class PlcJson {
  private PlcJson() {}

  static PlcAction action(JsonNode json) {
    return switch (text(json, "type")) {
      case PlcOperation.TYPE -> operation(json);
      case PlcTombstone.TYPE -> tombstone(json);
      case LegacyPlcCreate.TYPE -> legacyCreate(json);
      default -> throw new IllegalArgumentException("unknown type of operation");
    };
  }

  private static PlcOperation operation(JsonNode json) {
    requireFields(
        json,
        Set.of(
            "type",
            "sig",
            "prev",
            "rotationKeys",
            "verificationMethods",
            "alsoKnownAs",
            "services"));
    return new PlcOperation(
        texts(json, "rotationKeys").stream().map(PublicKey::parseDidKey).toList(),
        methods(object(json, "verificationMethods")),
        texts(json, "alsoKnownAs"),
        services(object(json, "services")),
        prev(json));
  }

  private static PlcTombstone tombstone(JsonNode json) {
    requireFields(json, Set.of("type", "sig", "prev"));
    return new PlcTombstone(Cid.parse(text(json, "prev")));
  }

  private static LegacyPlcCreate legacyCreate(JsonNode json) {
    requireFields(
        json, Set.of("type", "sig", "prev", "signingKey", "recoveryKey", "handle", "service"));
    if (prev(json) != null) {
      throw new IllegalArgumentException("create has no prev");
    }
    return new LegacyPlcCreate(
        PublicKey.parseDidKey(text(json, "signingKey")),
        PublicKey.parseDidKey(text(json, "recoveryKey")),
        text(json, "handle"),
        text(json, "service"));
  }

  private static @Nullable Cid prev(JsonNode json) {
    return json.path("prev").isNull() ? null : Cid.parse(text(json, "prev"));
  }

  private static Map<String, String> methods(JsonNode json) {
    Map<String, String> methods = new LinkedHashMap<>();
    json.fieldNames().forEachRemaining(id -> methods.put(id, text(json, id)));
    return methods;
  }

  private static Map<String, PlcService> services(JsonNode json) {
    Map<String, PlcService> services = new LinkedHashMap<>();
    json.fieldNames()
        .forEachRemaining(
            id -> {
              JsonNode service = object(json, id);
              requireFields(service, Set.of("type", "endpoint"));
              services.put(id, new PlcService(text(service, "type"), text(service, "endpoint")));
            });
    return services;
  }

  private static void requireFields(JsonNode json, Set<String> expected) {
    Set<String> found = new TreeSet<>();
    json.fieldNames().forEachRemaining(found::add);
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          "expected the fields " + new TreeSet<>(expected) + ", found " + found);
    }
  }

  static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " must be a string");
    }
    return value.textValue();
  }

  static JsonNode object(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isObject()) {
      throw new IllegalArgumentException(field + " must be an object");
    }
    return value;
  }

  private static List<String> texts(JsonNode json, String field) {
    JsonNode array = json.path(field);
    if (!array.isArray()) {
      throw new IllegalArgumentException(field + " must be an array");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw new IllegalArgumentException(field + " must hold strings");
      }
      texts.add(element.textValue());
    }
    return texts;
  }
}
