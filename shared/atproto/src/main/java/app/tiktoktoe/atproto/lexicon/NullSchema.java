package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

record NullSchema() implements Schema {
  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    return value.isNull() ? null : LexiconViolation.at(path, "must be null");
  }
}
