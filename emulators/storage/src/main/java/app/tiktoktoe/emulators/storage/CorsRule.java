package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of a bucket's CORS configuration; it governs the XML API (signed and public URLs).
 *
 * @param origins allowed origins, {@code *} for all
 * @param methods allowed methods, {@code *} for all
 * @param headers request headers that are allowed and response headers that are shown to scripts
 * @param maxAgeSeconds how long a browser may keep the preflight's answer
 * @see <a href="https://docs.cloud.google.com/storage/docs/cross-origin">Cross-origin requests</a>
 */
public record CorsRule(
    List<String> origins, List<String> methods, List<String> headers, int maxAgeSeconds) {

  public CorsRule {
    origins = List.copyOf(origins);
    methods = List.copyOf(methods);
    headers = List.copyOf(headers);
    if (maxAgeSeconds < 0) {
      throw new IllegalArgumentException("maxAgeSeconds must not be negative: " + maxAgeSeconds);
    }
  }

  static CorsRule fromJson(JsonNode json) {
    return new CorsRule(
        texts(json.path("origin")),
        texts(json.path("method")),
        texts(json.path("responseHeader")),
        Math.max(0, json.path("maxAgeSeconds").asInt(0)));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    origins.forEach(json.putArray("origin")::add);
    methods.forEach(json.putArray("method")::add);
    headers.forEach(json.putArray("responseHeader")::add);
    return json.put("maxAgeSeconds", maxAgeSeconds);
  }

  boolean allows(String origin, String method) {
    return (origins.contains("*") || origins.contains(origin))
        && (methods.contains("*") || methods.contains(method));
  }
}
