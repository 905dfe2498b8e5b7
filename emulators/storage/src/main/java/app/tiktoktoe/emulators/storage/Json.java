package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** JSON trees to and from bytes and files. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] bytes(JsonNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree could not be written", e);
    }
  }

  /** Parses a request's JSON object; an empty body is an empty object. */
  static ObjectNode parse(byte[] body) throws IOException {
    if (body.length == 0) {
      return object();
    }
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode json) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw RefusedException.invalid("Parse Error: " + e.getOriginalMessage());
    }
    throw RefusedException.invalid("Parse Error: the body is not a JSON object");
  }

  static ObjectNode read(Path file) throws IOException {
    if (MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode json) {
      return json;
    }
    throw new IOException("not a JSON object: " + file);
  }

  static @Nullable String text(JsonNode json, String field) {
    JsonNode value = json.get(field);
    return value == null || value.isNull() ? null : value.asText();
  }

  static @Nullable Long number(JsonNode json, String field) {
    JsonNode value = json.get(field);
    return value == null || value.isNull() ? null : value.asLong();
  }
}
