package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cbor.JsonForm;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

record LinkSchema() implements Schema {
  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    return isValid(value) ? null : LexiconViolation.at(path, "must be a CID");
  }

  static boolean isValid(JsonNode value) {
    if (!JsonForm.isLink(value)) {
      return false;
    }
    try {
      JsonForm.link(value);
      return true;
    } catch (InvalidDataException e) {
      return false;
    }
  }
}
