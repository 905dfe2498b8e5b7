package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.syntax.Nsid;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles the types of data in one lexicon document. */
final class SchemaParser {
  private final Nsid id;
  private final Lexicons lexicons;

  SchemaParser(Nsid id, Lexicons lexicons) {
    this.id = id;
    this.lexicons = lexicons;
  }

  Schema parse(LexiconJson json) {
    String type = json.text("type");
    return switch (type) {
      case "null" -> new NullSchema();
      case "boolean" -> booleanSchema(json);
      case "integer" -> integerSchema(json);
      case "string" -> stringSchema(json);
      case "bytes" -> new BytesSchema(json.range("minLength", "maxLength"));
      case "cid-link" -> new LinkSchema();
      case "blob" -> new BlobSchema(json.texts("accept"), json.integer("maxSize", Long.MAX_VALUE));
      case "array" ->
          new ArraySchema(parse(json.child("items")), json.range("minLength", "maxLength"));
      case "object" -> objectSchema(json);
      case "ref" -> ref(json.text("ref"));
      case "union" -> unionSchema(json);
      case "unknown" -> new UnknownSchema();
      default -> throw new InvalidLexiconException(json.place() + ": no type of data: " + type);
    };
  }

  ObjectSchema objectSchema(LexiconJson json) {
    Map<String, Schema> properties = new LinkedHashMap<>();
    if (json.has("properties")) {
      LexiconJson fields = json.child("properties");
      for (String name : fields.fieldNames()) {
        properties.put(name, parse(fields.child(name)));
      }
    }
    return new ObjectSchema(
        properties, json.texts("required"), new HashSet<>(json.texts("nullable")));
  }

  private RefSchema ref(String ref) {
    return new RefSchema(DefinitionName.resolve(ref, id), lexicons);
  }

  private UnionSchema unionSchema(LexiconJson json) {
    List<RefSchema> refs = json.texts("refs").stream().map(this::ref).toList();
    return UnionSchema.of(refs, json.bool("closed"));
  }

  private static BooleanSchema booleanSchema(LexiconJson json) {
    return new BooleanSchema(json.has("const") ? json.bool("const") : null, fallback(json));
  }

  private static IntegerSchema integerSchema(LexiconJson json) {
    List<Long> allowed =
        json.has("const") ? List.of(json.integer("const", 0)) : json.integers("enum");
    return new IntegerSchema(
        json.integer("minimum", Long.MIN_VALUE),
        json.integer("maximum", Long.MAX_VALUE),
        allowed,
        fallback(json));
  }

  private static StringSchema stringSchema(LexiconJson json) {
    String constant = json.optionalText("const");
    return new StringSchema(
        format(json),
        json.range("minLength", "maxLength"),
        json.range("minGraphemes", "maxGraphemes"),
        constant == null ? json.texts("enum") : List.of(constant),
        fallback(json));
  }

  private static @Nullable StringFormat format(LexiconJson json) {
    String name = json.optionalText("format");
    if (name == null) {
      return null;
    }
    StringFormat format = StringFormat.named(name);
    if (format == null) {
      throw new InvalidLexiconException(json.place() + ": no string format: " + name);
    }
    return format;
  }

  private static @Nullable JsonNode fallback(LexiconJson json) {
    return json.object().get("default");
  }
}
