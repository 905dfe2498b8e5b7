package app.tiktoktoe.atproto.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The vector files under {@code interop/}; their origin is in its README. */
public final class Vectors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Vectors() {}

  /** The lines that are neither empty nor comments, unchanged to the last blank. */
  public static List<String> lines(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isEmpty() && !line.startsWith("# ") && !line.equals("#"))
        .toList();
  }

  public static JsonNode json(String path) {
    try {
      return JSON.readTree(bytes(path));
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  /** The elements of an array at the top of a file. */
  public static Stream<JsonNode> cases(String path) {
    return stream(json(path));
  }

  /** The elements of an array, of which there must be one at least. */
  public static Stream<JsonNode> stream(JsonNode array) {
    if (!array.isArray() || array.isEmpty()) {
      throw new IllegalArgumentException("Not an array of cases");
    }
    return StreamSupport.stream(array.spliterator(), false);
  }

  public static byte[] bytes(String path) {
    try (InputStream in = Vectors.class.getResourceAsStream("/interop/" + path)) {
      if (in == null) {
        throw new IllegalArgumentException("No vector file " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }
}
