package app.tiktoktoe.atproto.cbor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Reads one JSON tree. */
final class CborToJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final CborReader reader;

  CborToJson(CborReader reader) {
    this.reader = reader;
  }

  JsonNode read(int depth) {
    return switch (reader.peek()) {
      case INTEGER -> JSON.numberNode(reader.integer());
      case BYTES -> JsonForm.of(reader.bytes());
      case TEXT -> JSON.textNode(reader.text());
      case LINK -> JsonForm.of(reader.link());
      case BOOL -> JSON.booleanNode(reader.bool());
      case NULL -> {
        reader.nullValue();
        yield JSON.nullNode();
      }
      case ARRAY -> readArray(depth + 1);
      case MAP -> readMap(depth + 1);
    };
  }

  private ArrayNode readArray(int depth) {
    int elements = reader.arrayHeader();
    ArrayNode array = JSON.arrayNode();
    JsonForm.checkContainer(array, depth);
    for (int i = 0; i < elements; i++) {
      array.add(read(depth));
    }
    return array;
  }

  private ObjectNode readMap(int depth) {
    int entries = reader.mapHeader();
    ObjectNode map = JSON.objectNode();
    JsonForm.checkContainer(map, depth);
    @Nullable String previous = null;
    for (int i = 0; i < entries; i++) {
      previous = reader.key(previous);
      map.set(previous, read(depth));
    }
    if (JsonForm.isLink(map) || JsonForm.isBytes(map)) {
      throw new InvalidDataException("A map that looks like a link or a byte string in JSON");
    }
    return map;
  }
}
