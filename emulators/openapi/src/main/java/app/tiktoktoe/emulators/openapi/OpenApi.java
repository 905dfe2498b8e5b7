package app.tiktoktoe.emulators.openapi;

import app.tiktoktoe.atproto.lexicon.LexiconSource;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.catalogue.AuthLevel;
import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every method of the catalogue, with what its lexicon says of it, as one OpenAPI 3.1 document.
 * Thread-safe.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1">the specification</a>
 */
public final class OpenApi {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String HTTP = "http";

  private final Catalogue catalogue;
  private final LexiconSource lexicons;
  private final String version;

  /**
   * Reads nothing yet.
   *
   * @param version of what answers
   */
  public OpenApi(Catalogue catalogue, LexiconSource lexicons, String version) {
    this.catalogue = catalogue;
    this.lexicons = lexicons;
    this.version = version;
  }

  private record Method(Nsid nsid, AuthLevel level, String function) {}

  /**
   * The document, methods in the order of their names.
   *
   * @param server where the methods answer
   * @throws IllegalArgumentException when a method has no lexicon or a lexicon refers to nothing
   */
  public ObjectNode document(URI server) {
    Definitions definitions = new Definitions(lexicons);
    Operations operations = new Operations(definitions);
    ObjectNode document = JSON.objectNode().put("openapi", "3.1.1");
    document.set("info", info());
    document.putArray("servers").addObject().put("url", server.toString());
    ArrayNode tags = document.putArray("tags");
    ObjectNode paths = document.putObject("paths");
    Map<String, Method> methods = methods();
    methods.values().stream()
        .map(method -> tag(method.nsid()))
        .distinct()
        .forEach(tag -> tags.addObject().put("name", tag));
    methods.forEach(
        (name, method) ->
            paths.set(
                "/xrpc/" + name,
                operations.item(method.nsid(), method.level(), method.function())));
    document.set("components", components(definitions));
    return document;
  }

  private ObjectNode info() {
    return JSON.objectNode()
        .put("title", "TikTokToe")
        .put("version", version)
        .put(
            "description",
            "Made from the lexicons and `functions/catalogue.yaml`. Lengths of text are counted in"
                + " UTF-8 bytes, `x-maxGraphemes` in what a reader takes for a character.");
  }

  private Map<String, Method> methods() {
    Map<String, Method> methods = new TreeMap<>();
    for (FunctionEntry function : catalogue.functions().values()) {
      if (function.trigger() instanceof Trigger.Http http) {
        http.methods()
            .forEach(
                (name, level) ->
                    methods.put(name, new Method(Nsid.parse(name), level, function.name())));
      }
    }
    return methods;
  }

  /** The lexicons' group that a method is in, {@code app.bsky.feed}. */
  static String tag(Nsid method) {
    return method.value().substring(0, method.value().lastIndexOf('.'));
  }

  private static ObjectNode components(Definitions definitions) {
    ObjectNode components = JSON.objectNode();
    ObjectNode schemas = components.putObject("schemas");
    schemas.set("Error", error());
    definitions.gather().forEach(schemas::set);
    ObjectNode responses = components.putObject("responses");
    responses.set(
        "Unauthenticated",
        refusal("`AuthMissing`, `InvalidToken`, `ExpiredToken`, `AccountTakedown` and others"));
    responses.set("TooMany", refusal("`RateLimitExceeded`; `RateLimit-Reset` says until when"));
    responses.set("Failed", refusal("Not the caller's fault; 503 says when to try again"));
    components.set("securitySchemes", securitySchemes());
    return components;
  }

  private static ObjectNode error() {
    ObjectNode error = JSON.objectNode().put("type", "object");
    ObjectNode properties = error.putObject("properties");
    properties.putObject("error").put("type", "string");
    properties.putObject("message").put("type", "string");
    error.putArray("required").add("error");
    return error;
  }

  /** An answer with an error and a message. */
  static ObjectNode refusal(String description) {
    ObjectNode refusal = JSON.objectNode().put("description", description);
    refusal
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/Error");
    return refusal;
  }

  private static ObjectNode securitySchemes() {
    ObjectNode schemes = JSON.objectNode();
    schemes.set("session", bearer("The `accessJwt` of a session"));
    schemes.set("refresh", bearer("The `refreshJwt` of a session"));
    schemes.set("service", bearer("A token of `com.atproto.server.getServiceAuth` for the method"));
    schemes.set(
        "oauth",
        JSON.objectNode()
            .put("type", HTTP)
            .put("scheme", "DPoP")
            .put("description", "An access token of OAuth, with a proof in the header `DPoP`"));
    schemes.set(
        "operator",
        JSON.objectNode()
            .put("type", HTTP)
            .put("scheme", "basic")
            .put("description", "`admin` and the operator's password"));
    return schemes;
  }

  private static ObjectNode bearer(String description) {
    return JSON.objectNode()
        .put("type", HTTP)
        .put("scheme", "bearer")
        .put("bearerFormat", "JWT")
        .put("description", description);
  }
}
