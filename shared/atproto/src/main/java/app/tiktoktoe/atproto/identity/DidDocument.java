package app.tiktoktoe.atproto.identity;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.plc.PlcService;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A DID document. Only its {@code id} is required; a part that is missing or malformed reads as
 * absent, as documents of other servers hold anything.
 *
 * <p>Immutable and safe for use by several threads. Fragments are given without {@code #} and
 * matched against relative and absolute ids.
 *
 * @see <a href="https://atproto.com/specs/did#did-documents">DID documents</a>
 */
public final class DidDocument {
  private static final String PDS_TYPE = "AtprotoPersonalDataServer";

  private final Did id;
  private final ObjectNode json;

  private DidDocument(Did id, ObjectNode json) {
    this.id = id;
    this.json = json;
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException if it is not an object with a valid {@code id}
   */
  public static DidDocument fromJson(JsonNode json) {
    if (!(json instanceof ObjectNode object) || !json.path("id").isTextual()) {
      throw new IllegalArgumentException("a DID document is an object with an id");
    }
    return new DidDocument(Did.parse(json.get("id").textValue()), object.deepCopy());
  }

  /** The document the official directory renders for the state of an identity. */
  public static DidDocument ofPlc(Did did, PlcOperation state) {
    return of(did, state.alsoKnownAs(), state.verificationMethods(), state.services());
  }

  /**
   * A document in the directory's form for any DID, such as the did:web of a service.
   *
   * @param verificationMethods fragment to {@code did:key}
   * @param services fragment to service
   */
  public static DidDocument of(
      Did did,
      List<String> alsoKnownAs,
      Map<String, String> verificationMethods,
      Map<String, PlcService> services) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode contexts = json.putArray("@context");
    contexts(verificationMethods).forEach(contexts::add);
    json.put("id", did.value());
    alsoKnownAs.forEach(json.putArray("alsoKnownAs")::add);
    ArrayNode methods = json.putArray("verificationMethod");
    verificationMethods.forEach(
        (fragment, didKey) ->
            methods
                .addObject()
                .put("id", did.value() + "#" + fragment)
                .put("type", "Multikey")
                .put("controller", did.value())
                .put("publicKeyMultibase", didKey.substring("did:key:".length())));
    ArrayNode servicesJson = json.putArray("service");
    services.forEach(
        (fragment, service) ->
            servicesJson
                .addObject()
                .put("id", "#" + fragment)
                .put("type", service.type())
                .put("serviceEndpoint", service.endpoint()));
    return new DidDocument(did, json);
  }

  private static Set<String> contexts(Map<String, String> verificationMethods) {
    Set<String> contexts = new LinkedHashSet<>();
    contexts.add("https://www.w3.org/ns/did/v1");
    contexts.add("https://w3id.org/security/multikey/v1");
    for (String didKey : verificationMethods.values()) {
      key(() -> PublicKey.parseDidKey(didKey)).map(DidDocument::suite).ifPresent(contexts::add);
    }
    return contexts;
  }

  private static String suite(PublicKey key) {
    return switch (key.curve()) {
      case K256 -> "https://w3id.org/security/suites/secp256k1-2019/v1";
      case P256 -> "https://w3id.org/security/suites/ecdsa-2019/v1";
    };
  }

  public Did id() {
    return id;
  }

  /** A copy of the document. */
  public ObjectNode toJson() {
    return json.deepCopy();
  }

  /** The first valid {@code at://handle}. It is a claim until the handle resolves to the DID. */
  public Optional<Handle> handle() {
    for (JsonNode name : json.path("alsoKnownAs")) {
      String text = name.asText();
      if (text.startsWith("at://") && Handle.isValid(text.substring(5))) {
        return Optional.of(Handle.parse(text.substring(5)));
      }
    }
    return Optional.empty();
  }

  /** The key that signs the account's commits and service tokens. */
  public Optional<PublicKey> signingKey() {
    return verificationKey("atproto");
  }

  /** The key with the fragment; empty also for a key type that is not supported. */
  public Optional<PublicKey> verificationKey(String fragment) {
    return entry("verificationMethod", fragment)
        .filter(method -> method.path("publicKeyMultibase").isTextual())
        .flatMap(
            method ->
                key(method.path("type").asText(), method.get("publicKeyMultibase").textValue()));
  }

  private static Optional<PublicKey> key(String type, String multibase) {
    return switch (type) {
      case "Multikey" -> key(() -> PublicKey.parseMultikey(multibase));
      case "EcdsaSecp256k1VerificationKey2019" ->
          key(() -> PublicKey.parseLegacyMultibase(Curve.K256, multibase));
      case "EcdsaSecp256r1VerificationKey2019" ->
          key(() -> PublicKey.parseLegacyMultibase(Curve.P256, multibase));
      default -> Optional.empty();
    };
  }

  private static Optional<PublicKey> key(Supplier<PublicKey> parse) {
    try {
      return Optional.of(parse.get());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The origin of the account's personal data server. */
  public Optional<URI> pdsEndpoint() {
    return serviceEndpoint("atproto_pds", PDS_TYPE);
  }

  /**
   * The origin of a service: {@code http} or {@code https}, host, maybe a port, nothing else.
   *
   * @param type the service's type, for example {@code AtprotoLabeler}
   */
  public Optional<URI> serviceEndpoint(String fragment, String type) {
    return entry("service", fragment)
        .filter(service -> service.path("type").asText().equals(type))
        .map(service -> service.path("serviceEndpoint").asText())
        .flatMap(DidDocument::origin);
  }

  /** The origin of a service of any type, as {@link #serviceEndpoint(String, String)}. */
  public Optional<URI> serviceEndpoint(String fragment) {
    return entry("service", fragment)
        .map(service -> service.path("serviceEndpoint").asText())
        .flatMap(DidDocument::origin);
  }

  private static Optional<URI> origin(String text) {
    try {
      URI uri = new URI(text);
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      boolean isBare =
          uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && Set.of("", "/").contains(String.valueOf(uri.getRawPath()));
      return isWeb && uri.getHost() != null && isBare
          ? Optional.of(URI.create(uri.getScheme() + "://" + uri.getRawAuthority()))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private Optional<JsonNode> entry(String list, String fragment) {
    String relative = "#" + fragment;
    String absolute = id.value() + relative;
    for (JsonNode entry : json.path(list)) {
      String entryId = entry.path("id").asText();
      if (entryId.equals(relative) || entryId.equals(absolute)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }
}
