package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

record BooleanSchema(@Nullable Boolean constant, @Nullable JsonNode defaultValue)
    implements Schema {
  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    if (!value.isBoolean()) {
      return LexiconViolation.at(path, "must be a boolean");
    }
    if (constant != null && constant != value.booleanValue()) {
      return LexiconViolation.at(path, "must be " + constant);
    }
    return null;
  }
}
