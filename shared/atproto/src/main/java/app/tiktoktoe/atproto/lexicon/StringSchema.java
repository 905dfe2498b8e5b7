package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param bytes how long it may be in UTF-8
 * @param graphemes how long it may be to a reader
 * @param allowed the only values allowed; empty when any is
 */
record StringSchema(
    @Nullable StringFormat format,
    Range bytes,
    Range graphemes,
    List<String> allowed,
    @Nullable JsonNode defaultValue)
    implements Schema {
  StringSchema {
    allowed = List.copyOf(allowed);
  }

  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    if (!value.isTextual()) {
      return LexiconViolation.at(path, "must be a string");
    }
    String text = value.textValue();
    if (!allowed.isEmpty() && !allowed.contains(text)) {
      return LexiconViolation.at(path, "must be one of (" + String.join("|", allowed) + ")");
    }
    if (!bytes.isUnbounded()) {
      String complaint = bytes.lengthComplaint(TextLength.utf8Bytes(text), "characters");
      if (complaint != null) {
        return LexiconViolation.at(path, complaint);
      }
    }
    if (!graphemes.isUnbounded()) {
      String complaint = graphemes.lengthComplaint(countGraphemes(text), "graphemes");
      if (complaint != null) {
        return LexiconViolation.at(path, complaint);
      }
    }
    return format == null ? null : format.check(text, path);
  }

  private long countGraphemes(String text) {
    boolean shortEnoughAnyway = graphemes.min() == 0 && text.length() <= graphemes.max();
    return shortEnoughAnyway
        ? text.length()
        : TextLength.graphemes(text, Math.max(graphemes.min(), graphemes.max()));
  }
}
