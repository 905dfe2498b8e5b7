package app.tiktoktoe.emulators.plc;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an operation says about its DID, as {@code https://plc.directory} words it. */
final class DidDocument {
  private static final String DID_KEY = "did:key:";

  private DidDocument() {}

  /** The DID document. */
  static ObjectNode of(String did, Operation operation) {
    Set<String> contexts = new LinkedHashSet<>();
    contexts.add("https://www.w3.org/ns/did/v1");
    contexts.add("https://w3id.org/security/multikey/v1");
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode context = document.putArray("@context");
    document.put("id", did);
    document.set("alsoKnownAs", operation.field("alsoKnownAs").deepCopy());
    ArrayNode methods = document.putArray("verificationMethod");
    for (Map.Entry<String, JsonNode> method : operation.field("verificationMethods").properties()) {
      String multibase = method.getValue().asText().substring(DID_KEY.length());
      suite(multibase).ifPresent(contexts::add);
      methods
          .addObject()
          .put("id", did + "#" + method.getKey())
          .put("type", "Multikey")
          .put("controller", did)
          .put("publicKeyMultibase", multibase);
    }
    contexts.forEach(context::add);
    ArrayNode services = document.putArray("service");
    for (Map.Entry<String, JsonNode> service : operation.field("services").properties()) {
      services
          .addObject()
          .put("id", "#" + service.getKey())
          .put("type", service.getValue().path("type").asText())
          .put("serviceEndpoint", service.getValue().path("endpoint").asText());
    }
    return document;
  }

  /** The plain data, {@code /DID/data}. */
  static ObjectNode data(String did, Operation operation) {
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("did", did);
    for (String name : List.of("verificationMethods", "rotationKeys", "alsoKnownAs", "services")) {
      data.set(name, operation.field(name).deepCopy());
    }
    return data;
  }

  private static Optional<String> suite(String multibase) {
    Curve curve;
    try {
      curve = PublicKey.parseMultikey(multibase).curve();
    } catch (IllegalArgumentException e) {
      // A verification method may be of any type, and only these two have a context of their own.
      return Optional.empty();
    }
    return Optional.of(
        switch (curve) {
          case K256 -> "https://w3id.org/security/suites/secp256k1-2019/v1";
          case P256 -> "https://w3id.org/security/suites/ecdsa-2019/v1";
        });
  }
}
