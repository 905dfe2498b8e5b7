package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of one of several types, told apart by {@code $type}; others too when it is open. */
record UnionSchema(Map<String, RefSchema> variants, boolean closed) implements Schema {
  private static final String EXPLICIT_MAIN = "#" + DefinitionName.MAIN;

  UnionSchema {
    variants = Collections.unmodifiableMap(new LinkedHashMap<>(variants));
  }

  static UnionSchema of(List<RefSchema> refs, boolean closed) {
    Map<String, RefSchema> variants = new LinkedHashMap<>();
    refs.forEach(ref -> variants.put(ref.target().toString(), ref));
    return new UnionSchema(variants, closed);
  }

  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    JsonNode type = value.path("$type");
    if (!value.isObject() || !type.isTextual()) {
      return LexiconViolation.at(path, "must be an object which includes the \"$type\" property");
    }
    RefSchema variant = variants.get(withoutMain(type.textValue()));
    if (variant != null) {
      return variant.check(value, path);
    }
    return closed
        ? LexiconViolation.at(path, "$type must be one of " + String.join(", ", variants.keySet()))
        : null;
  }

  private static String withoutMain(String type) {
    return type.endsWith(EXPLICIT_MAIN)
        ? type.substring(0, type.length() - EXPLICIT_MAIN.length())
        : type;
  }
}
