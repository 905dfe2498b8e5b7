package app.tiktoktoe.emulators.openapi;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.emulators.openapi.Definitions.Name;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Types of one lexicon as JSON Schema 2020-12. What a schema cannot say exactly it says weaker,
 * never stronger: a length in UTF-8 bytes is an upper bound of one in characters, graphemes are
 * {@code x-maxGraphemes}, and an open union takes any object with a {@code $type}. For one thread.
 *
 * @see <a href="https://atproto.com/specs/lexicon">the specification of lexicons</a>
 */
final class JsonSchemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Map<String, String> FORMATS =
      Map.of("datetime", "date-time", "uri", "uri", "language", "language");
  private static final List<String> COPIED =
      List.of("description", "default", "const", "enum", "minimum", "maximum");

  private final Nsid lexicon;
  private final Definitions definitions;

  JsonSchemas(Nsid lexicon, Definitions definitions) {
    this.lexicon = lexicon;
    this.definitions = definitions;
  }

  /**
   * The schema of a type.
   *
   * @throws IllegalArgumentException for a type that is not one of data
   */
  ObjectNode schema(JsonNode type) {
    ObjectNode schema = bare(type);
    for (String key : COPIED) {
      if (type.has(key)) {
        schema.set(key, type.get(key));
      }
    }
    return schema;
  }

  private ObjectNode bare(JsonNode type) {
    String name = type.path("type").asText();
    return switch (name) {
      case "boolean", "integer", "null" -> typed(name);
      case "string" -> string(type);
      case "bytes" -> wrapped("$bytes", typed("string").put("contentEncoding", "base64"));
      case "cid-link" -> wrapped("$link", typed("string").put("format", "cid"));
      case "blob" -> blob(type);
      case "array" -> array(type);
      case "object", "params" -> object(type);
      case "record" -> record(type);
      case "ref" -> definitions.refer(Name.parse(type.path("ref").asText(), lexicon));
      case "union" -> union(type);
      case "unknown" -> typed("object");
      case "token" -> typed("string");
      default -> throw new IllegalArgumentException(lexicon + " has data of the type " + name);
    };
  }

  private static ObjectNode typed(String type) {
    return JSON.objectNode().put("type", type);
  }

  private static ObjectNode string(JsonNode type) {
    ObjectNode schema = typed("string");
    String format = type.path("format").asText();
    if (!format.isEmpty()) {
      schema.put("format", FORMATS.getOrDefault(format, format));
    }
    if (type.has("maxLength")) {
      schema.set("maxLength", type.get("maxLength"));
    }
    if (type.path("minLength").asInt() > 0) {
      schema.put("minLength", 1);
    }
    if (type.has("maxGraphemes")) {
      schema.set("x-maxGraphemes", type.get("maxGraphemes"));
    }
    if (type.has("knownValues")) {
      schema.set("examples", type.get("knownValues"));
    }
    return schema;
  }

  private static ObjectNode wrapped(String key, ObjectNode value) {
    ObjectNode schema = typed("object");
    schema.putObject("properties").set(key, value);
    schema.putArray("required").add(key);
    return schema;
  }

  private static ObjectNode blob(JsonNode type) {
    ObjectNode schema = typed("object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("$type").put("const", "blob");
    properties.set("ref", wrapped("$link", typed("string").put("format", "cid")));
    properties.set("mimeType", typed("string"));
    ObjectNode size = typed("integer").put("minimum", 0);
    if (type.has("maxSize")) {
      size.set("maximum", type.get("maxSize"));
    }
    properties.set("size", size);
    if (type.has("accept")) {
      schema.set("x-accept", type.get("accept"));
    }
    schema.putArray("required").add("$type").add("ref").add("mimeType").add("size");
    return schema;
  }

  private ObjectNode array(JsonNode type) {
    ObjectNode schema = typed("array");
    schema.set("items", schema(type.path("items")));
    if (type.has("minLength")) {
      schema.set("minItems", type.get("minLength"));
    }
    if (type.has("maxLength")) {
      schema.set("maxItems", type.get("maxLength"));
    }
    return schema;
  }

  private ObjectNode object(JsonNode type) {
    ObjectNode schema = typed("object");
    List<String> nullable = texts(type.path("nullable")).toList();
    ObjectNode properties = schema.putObject("properties");
    type.path("properties")
        .properties()
        .forEach(
            property ->
                properties.set(
                    property.getKey(),
                    nullable.contains(property.getKey())
                        ? orNull(schema(property.getValue()))
                        : schema(property.getValue())));
    if (!type.path("required").isEmpty()) {
      schema.set("required", type.get("required"));
    }
    return schema;
  }

  private static ObjectNode orNull(ObjectNode schema) {
    ObjectNode either = JSON.objectNode();
    either.putArray("anyOf").add(schema).add(typed("null"));
    return either;
  }

  private ObjectNode record(JsonNode type) {
    ObjectNode schema = object(type.path("record"));
    schema.withObject("properties").putObject("$type").put("const", lexicon.value());
    schema.withArray("required").add("$type");
    return schema;
  }

  private ObjectNode union(JsonNode type) {
    ObjectNode schema = JSON.objectNode();
    ArrayNode members = schema.putArray("anyOf");
    texts(type.path("refs")).forEach(reference -> members.add(member(reference)));
    if (!type.path("closed").asBoolean()) {
      members.add(wrapped("$type", typed("string")));
    }
    return schema;
  }

  private ObjectNode member(String reference) {
    Name name = Name.parse(reference, lexicon);
    ObjectNode tag = JSON.objectNode().put("const", name.type());
    ObjectNode member = JSON.objectNode();
    member.putArray("allOf").add(definitions.refer(name)).add(wrapped("$type", tag));
    return member;
  }

  private static Stream<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText);
  }
}
