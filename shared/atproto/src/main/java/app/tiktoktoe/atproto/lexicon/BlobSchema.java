package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.cbor.DataModel;
import app.tiktoktoe.atproto.cbor.JsonForm;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * @param accept MIME types, also {@code image/*} and {@code *}{@code /*}; empty when any is
 *     accepted
 */
record BlobSchema(List<String> accept, long maxSizeBytes) implements Schema {
  BlobSchema {
    accept = List.copyOf(accept);
  }

  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    JsonNode mimeType = value.path("mimeType");
    JsonNode size = value.path("size");
    boolean wellFormed =
        DataModel.isBlob(value)
            && LinkSchema.isValid(value.path("ref"))
            && mimeType.isTextual()
            && JsonForm.isInteger(size)
            && size.longValue() >= 0;
    if (!wellFormed) {
      return LexiconViolation.at(path, "should be a blob ref");
    }
    if (!accepts(mimeType.textValue())) {
      return LexiconViolation.at(
          path, "must have one of the MIME types (" + String.join("|", accept) + ")");
    }
    if (size.longValue() > maxSizeBytes) {
      return LexiconViolation.at(path, "must not be larger than " + maxSizeBytes + " bytes");
    }
    return null;
  }

  private boolean accepts(String mimeType) {
    int parameters = mimeType.indexOf(';');
    String bare = parameters < 0 ? mimeType : mimeType.substring(0, parameters);
    String type = bare.strip().toLowerCase(Locale.ROOT);
    return accept.isEmpty() || accept.stream().anyMatch(pattern -> matches(pattern, type));
  }

  private static boolean matches(String pattern, String type) {
    if (pattern.equals("*/*")) {
      return true;
    }
    return pattern.endsWith("/*")
        ? type.startsWith(pattern.substring(0, pattern.length() - 1))
        : type.equals(pattern);
  }
}
