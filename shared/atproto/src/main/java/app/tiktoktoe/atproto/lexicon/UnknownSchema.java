package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.cbor.DataModel;
import app.tiktoktoe.atproto.cbor.JsonForm;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Any object that is not the JSON form of a link, a byte string or a blob. */
record UnknownSchema() implements Schema {
  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    boolean plain =
        value.isObject()
            && !JsonForm.isLink(value)
            && !JsonForm.isBytes(value)
            && !DataModel.isBlob(value);
    return plain ? null : LexiconViolation.at(path, "must be an object");
  }
}
