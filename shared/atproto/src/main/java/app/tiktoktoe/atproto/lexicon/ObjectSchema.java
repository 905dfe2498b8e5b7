package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fields that are not declared are left alone: lexicons may gain fields. */
record ObjectSchema(Map<String, Schema> properties, List<String> required, Set<String> nullable)
    implements Schema {
  static final ObjectSchema EMPTY = new ObjectSchema(Map.of(), List.of(), Set.of());

  ObjectSchema {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    required = List.copyOf(required);
    nullable = Set.copyOf(nullable);
  }

  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    if (!value.isObject()) {
      return LexiconViolation.at(path, "must be an object");
    }
    if (path.isTooDeep()) {
      return LexiconViolation.at(path, "is nested too deeply");
    }
    LexiconViolation missing = checkRequired(value, path);
    return missing != null ? missing : checkProperties(value, path);
  }

  @Nullable LexiconViolation checkRequired(JsonNode value, ValuePath path) {
    for (String name : required) {
      if (!value.has(name)) {
        return LexiconViolation.at(path, "must have the property \"" + name + "\"");
      }
    }
    return null;
  }

  private @Nullable LexiconViolation checkProperties(JsonNode value, ValuePath path) {
    for (Map.Entry<String, Schema> property : properties.entrySet()) {
      String name = property.getKey();
      JsonNode field = value.get(name);
      if (field == null || (field.isNull() && nullable.contains(name))) {
        continue;
      }
      LexiconViolation violation = property.getValue().check(field, path.child(name));
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }
}
