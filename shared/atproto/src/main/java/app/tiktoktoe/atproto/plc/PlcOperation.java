package app.tiktoktoe.atproto.plc;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.PublicKey;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sets the whole state of an identity.
 *
 * @param rotationKeys who may sign the next operation, the strongest first
 * @param verificationMethods fragment (such as {@code atproto}) to {@code did:key}; any key type
 * @param alsoKnownAs URIs, the handle as {@code at://handle}
 * @param services fragment (such as {@code atproto_pds}) to service
 * @param prev the operation it follows; null for a genesis
 * @see <a href="https://web.plc.directory/spec/v0.1/did-plc">did:plc</a>
 */
public record PlcOperation(
    List<PublicKey> rotationKeys,
    Map<String, String> verificationMethods,
    List<String> alsoKnownAs,
    Map<String, PlcService> services,
    @Nullable Cid prev)
    implements PlcAction {
  static final String TYPE = "plc_operation";

  public PlcOperation {
    rotationKeys = List.copyOf(rotationKeys);
    verificationMethods = Collections.unmodifiableMap(new LinkedHashMap<>(verificationMethods));
    alsoKnownAs = List.copyOf(alsoKnownAs);
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    for (String method : verificationMethods.values()) {
      if (!method.startsWith("did:key:")) {
        throw new IllegalArgumentException("a verification method is a did:key");
      }
    }
  }

  @Override
  public ObjectNode toUnsignedJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", TYPE);
    ArrayNode keys = json.putArray("rotationKeys");
    rotationKeys.forEach(key -> keys.add(key.didKey()));
    ObjectNode methods = json.putObject("verificationMethods");
    verificationMethods.forEach(methods::put);
    ArrayNode names = json.putArray("alsoKnownAs");
    alsoKnownAs.forEach(names::add);
    ObjectNode servicesJson = json.putObject("services");
    services.forEach(
        (id, service) ->
            servicesJson
                .putObject(id)
                .put("type", service.type())
                .put("endpoint", service.endpoint()));
    return json.put("prev", prev == null ? null : prev.toString());
  }
}
