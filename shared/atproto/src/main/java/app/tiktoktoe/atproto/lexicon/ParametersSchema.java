package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the texts of a query string into typed values. */
record ParametersSchema(ObjectSchema schema) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ValuePath ROOT = ValuePath.root("Params");
  private static final int MAX_INTEGER_LENGTH = 20;

  Parameters parse(Map<String, List<String>> query) {
    ObjectNode values = JSON.objectNode();
    for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
      String name = property.getKey();
      Schema type = property.getValue();
      List<String> given = query.getOrDefault(name, List.of());
      if (given.size() > 1 && !(type instanceof ArraySchema)) {
        return invalid(ROOT.child(name), "must not be given more than once");
      }
      JsonNode value = value(type, given);
      if (value != null) {
        values.set(name, value);
      }
    }
    LexiconViolation violation = schema.check(values, ROOT);
    return violation == null ? new Parameters.Valid(values) : new Parameters.Invalid(violation);
  }

  private static Parameters invalid(ValuePath path, String complaint) {
    return new Parameters.Invalid(LexiconViolation.at(path, complaint));
  }

  private static @Nullable JsonNode value(Schema type, List<String> given) {
    List<String> present = given.stream().filter(text -> !text.isEmpty()).toList();
    if (present.isEmpty()) {
      JsonNode fallback = type.defaultValue();
      return fallback == null ? null : fallback.deepCopy();
    }
    if (type instanceof ArraySchema array) {
      ArrayNode values = JSON.arrayNode(present.size());
      present.forEach(text -> values.add(scalar(array.items(), text)));
      return values;
    }
    return scalar(type, present.getFirst());
  }

  /** A text that cannot be converted stays a text, for the check to complain about. */
  private static JsonNode scalar(Schema type, String text) {
    return switch (type) {
      case IntegerSchema _ -> integer(text);
      case BooleanSchema _ when text.equals("true") -> JSON.booleanNode(true);
      case BooleanSchema _ when text.equals("false") -> JSON.booleanNode(false);
      default -> JSON.textNode(text);
    };
  }

  private static JsonNode integer(String text) {
    boolean plain =
        text.length() <= MAX_INTEGER_LENGTH
            && text.chars().skip(text.startsWith("-") ? 1 : 0).allMatch(c -> c >= '0' && c <= '9');
    if (!plain) {
      return JSON.textNode(text);
    }
    try {
      return JSON.numberNode(Long.parseLong(text, 10));
    } catch (NumberFormatException e) {
      return JSON.textNode(text);
    }
  }
}
