package app.tiktoktoe.atproto.cbor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Writes one JSON tree. */
final class JsonToCbor {
  private final CborWriter writer;

  JsonToCbor(CborWriter writer) {
    this.writer = writer;
  }

  void write(JsonNode value, int depth) {
    switch (value.getNodeType()) {
      case NULL -> writer.nullValue();
      case BOOLEAN -> writer.bool(value.booleanValue());
      case NUMBER -> writer.integer(JsonForm.integer(value));
      case STRING -> writer.text(value.textValue());
      case ARRAY -> writeArray(value, depth + 1);
      case OBJECT -> writeObject(value, depth + 1);
      default -> throw new InvalidDataException("A " + value.getNodeType() + " is not data");
    }
  }

  private void writeArray(JsonNode array, int depth) {
    JsonForm.checkContainer(array, depth);
    writer.arrayHeader(array.size());
    for (JsonNode element : array) {
      write(element, depth);
    }
  }

  private void writeObject(JsonNode object, int depth) {
    if (JsonForm.isLink(object)) {
      writer.link(JsonForm.link(object));
    } else if (JsonForm.isBytes(object)) {
      writer.bytes(JsonForm.bytes(object));
    } else {
      writeMap(object, depth);
    }
  }

  private void writeMap(JsonNode object, int depth) {
    JsonForm.checkContainer(object, depth);
    List<Entry> entries = new ArrayList<>(object.size());
    object.forEachEntry((key, value) -> entries.add(new Entry(CborWriter.utf8(key), value)));
    entries.sort((a, b) -> CborKeys.ORDER.compare(a.key, b.key));
    writer.mapHeader(entries.size());
    for (Entry entry : entries) {
      writer.utf8Text(entry.key);
      write(entry.value, depth);
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(byte[] key, JsonNode value) {}
}
