package app.tiktoktoe.atproto.cbor;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Base64;

/**
 * How links, byte strings and integers look in JSON. Every method that answers a value throws
 * {@link InvalidDataException} when there is none.
 */
public final class JsonForm {
  private static final String LINK = "$link";
  private static final String BYTES = "$bytes";
  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

  private JsonForm() {}

  /** Whether an object stands for a link, be it a valid one or not. */
  public static boolean isLink(JsonNode value) {
    return value.isObject() && value.has(LINK);
  }

  /** Whether an object stands for a byte string, be it a valid one or not. */
  public static boolean isBytes(JsonNode value) {
    return value.isObject() && value.has(BYTES);
  }

  public static Cid link(JsonNode object) {
    try {
      return Cid.parse(onlyText(object, LINK));
    } catch (InvalidSyntaxException e) {
      throw new InvalidDataException("$link must be a CID of a DAG-CBOR or raw block", e);
    }
  }

  /** Padding is optional, and so are zeros in the unused bits of the last character. */
  public static byte[] bytes(JsonNode object) {
    try {
      return Base64.getDecoder().decode(onlyText(object, BYTES));
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("$bytes must be base64", e);
    }
  }

  public static ObjectNode of(Cid cid) {
    return JsonNodeFactory.instance.objectNode().put(LINK, cid.toString());
  }

  public static ObjectNode of(byte[] bytes) {
    return JsonNodeFactory.instance.objectNode().put(BYTES, BASE64.encodeToString(bytes));
  }

  /** Whether a JSON number has no fraction and fits a {@code long}. */
  public static boolean isInteger(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.canConvertToLong();
    }
    return value.isNumber() && isWhole(value);
  }

  static long integer(JsonNode number) {
    if (!isInteger(number)) {
      throw new InvalidDataException("Numbers must be integers of at most 64 bits");
    }
    return number.longValue();
  }

  private static boolean isWhole(JsonNode number) {
    if (number.isBigDecimal()) {
      BigDecimal value = number.decimalValue();
      return value.precision() - value.scale() <= 19
          && value.scale() <= 400
          && value.stripTrailingZeros().scale() <= 0
          && value.toBigInteger().bitLength() <= 63;
    }
    double value = number.doubleValue();
    return value == Math.rint(value) && Math.abs(value) <= 0x1p53;
  }

  static void checkContainer(JsonNode container, int depth) {
    if (depth > DagCbor.MAX_NESTING) {
      throw new InvalidDataException("Nested deeper than " + DagCbor.MAX_NESTING);
    }
    if (container.size() > CborReader.MAX_CONTAINER_ELEMENTS) {
      throw new InvalidDataException(
          "More than " + CborReader.MAX_CONTAINER_ELEMENTS + " elements");
    }
  }

  private static String onlyText(JsonNode object, String key) {
    JsonNode text = object.path(key);
    if (!text.isTextual() || object.size() != 1) {
      throw new InvalidDataException(key + " must be the only field and a string");
    }
    return text.textValue();
  }
}
