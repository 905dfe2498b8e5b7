package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

record ArraySchema(Schema items, Range length) implements Schema {
  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    if (!value.isArray()) {
      return LexiconViolation.at(path, "must be an array");
    }
    if (path.isTooDeep()) {
      return LexiconViolation.at(path, "is nested too deeply");
    }
    String complaint = length.countComplaint(value.size());
    if (complaint != null) {
      return LexiconViolation.at(path, complaint);
    }
    for (int i = 0; i < value.size(); i++) {
      LexiconViolation violation = items.check(value.path(i), path.child(i));
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }
}
