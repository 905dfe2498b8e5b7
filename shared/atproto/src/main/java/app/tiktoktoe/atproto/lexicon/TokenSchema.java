package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * @param name in full, for example {@code com.atproto.moderation.defs#reasonSpam}
 */
record TokenSchema(String name) implements Schema {
  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    return name.equals(value.textValue()) ? null : LexiconViolation.at(path, "must be " + name);
  }
}
