package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cbor.JsonForm;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

record BytesSchema(Range length) implements Schema {
  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    if (!JsonForm.isBytes(value)) {
      return LexiconViolation.at(path, "must be a byte array");
    }
    try {
      String complaint = length.lengthComplaint(JsonForm.bytes(value).length, "bytes");
      return complaint == null ? null : LexiconViolation.at(path, complaint);
    } catch (InvalidDataException e) {
      return LexiconViolation.at(path, "must be a byte array");
    }
  }
}
