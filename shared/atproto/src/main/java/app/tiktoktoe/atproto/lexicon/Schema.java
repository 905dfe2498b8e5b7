package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One compiled node of a lexicon. Immutable. */
sealed interface Schema
    permits ArraySchema,
        BlobSchema,
        BooleanSchema,
        BytesSchema,
        IntegerSchema,
        LinkSchema,
        NullSchema,
        ObjectSchema,
        RefSchema,
        StringSchema,
        TokenSchema,
        UnionSchema,
        UnknownSchema {
  /** The first violation, or null when the value is valid. */
  @Nullable LexiconViolation check(JsonNode value, ValuePath path);

  /** What an absent parameter becomes, or null. */
  default @Nullable JsonNode defaultValue() {
    return null;
  }
}
