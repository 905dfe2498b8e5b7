package app.tiktoktoe.atproto.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A resource with vectors, at an absolute path such as {@code /mst/key_heights.json}. */
public final class VectorFile {
  private VectorFile() {}

  /** The file as JSON; fails when it is missing or empty. */
  public static JsonNode json(String path) {
    try {
      JsonNode json = new ObjectMapper().readTree(bytes(path));
      if (json.isEmpty()) {
        throw new AssertionError(path + " is empty");
      }
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the file; fails when it is missing. */
  public static List<String> lines(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] bytes(String path) {
    try (InputStream in = VectorFile.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new AssertionError(path + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
