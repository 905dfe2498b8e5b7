package app.tiktoktoe.atproto.cbor;

import app.tiktoktoe.atproto.cid.CidSyntax;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * The rules that hold for any record, whether its lexicon is known or not: an object at the top, no
 * fractions, nesting and sizes bounded, {@code $type} a name, {@code $link}, {@code $bytes} and
 * blobs well-formed, and no blob in the legacy form {@code {cid, mimeType}}.
 *
 * @see <a href="https://atproto.com/specs/data-model">the specification</a>
 */
public final class DataModel {
  private DataModel() {}

  /**
   * Checks a whole record.
   *
   * @throws InvalidDataException with a message that names the rule broken
   */
  public static void check(JsonNode record) {
    if (!record.isObject() || JsonForm.isLink(record) || JsonForm.isBytes(record)) {
      throw new InvalidDataException("The top level must be an object");
    }
    checkValue(record, 0);
  }

  /** Whether an object is a blob reference, be it a valid one or not. */
  public static boolean isBlob(JsonNode value) {
    return value.isObject() && "blob".equals(value.path("$type").textValue());
  }

  /** Whether an object has the form of blob references before 2023, which is no longer accepted. */
  public static boolean isLegacyBlob(JsonNode value) {
    JsonNode cid = value.path("cid");
    return value.isObject()
        && value.size() == 2
        && value.path("mimeType").isTextual()
        && cid.isTextual()
        && CidSyntax.isValid(cid.textValue());
  }

  private static void checkValue(JsonNode value, int depth) {
    switch (value.getNodeType()) {
      case NULL, BOOLEAN -> {}
      case STRING -> CborWriter.checkText(value.textValue());
      case NUMBER -> JsonForm.integer(value);
      case ARRAY -> {
        JsonForm.checkContainer(value, depth + 1);
        value.forEach(element -> checkValue(element, depth + 1));
      }
      case OBJECT -> checkObject(value, depth + 1);
      default -> throw new InvalidDataException("A " + value.getNodeType() + " is not data");
    }
  }

  private static void checkObject(JsonNode object, int depth) {
    if (JsonForm.isLink(object)) {
      JsonForm.link(object);
    } else if (JsonForm.isBytes(object)) {
      JsonForm.bytes(object);
    } else {
      checkMap(object, depth);
    }
  }

  private static void checkMap(JsonNode object, int depth) {
    JsonForm.checkContainer(object, depth);
    JsonNode type = object.get("$type");
    if (type != null && (!type.isTextual() || type.textValue().isEmpty())) {
      throw new InvalidDataException("$type must be a string that is not empty");
    }
    if (isBlob(object)) {
      checkBlob(object);
    } else if (isLegacyBlob(object)) {
      throw new InvalidDataException("Legacy blobs are not allowed");
    }
    object.forEachEntry(
        (key, value) -> {
          CborWriter.checkText(key);
          checkValue(value, depth);
        });
  }

  private static void checkBlob(JsonNode blob) {
    JsonNode size = blob.path("size");
    boolean complete =
        blob.size() == 4
            && JsonForm.isLink(blob.path("ref"))
            && blob.path("mimeType").isTextual()
            && !blob.path("mimeType").textValue().isEmpty()
            && JsonForm.isInteger(size)
            && size.longValue() >= 0;
    if (!complete) {
      throw new InvalidDataException("A blob has exactly $type, ref, mimeType and size");
    }
  }
}
