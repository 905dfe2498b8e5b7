package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The checksums a client declared for its content, base64, null where it declared none. */
record ExpectedHashes(@Nullable String crc32c, @Nullable String md5Hash) {

  static final ExpectedHashes NONE = new ExpectedHashes(null, null);

  static ExpectedHashes fromJson(JsonNode json) {
    return new ExpectedHashes(Json.text(json, "crc32c"), Json.text(json, "md5Hash"));
  }

  /** Reads {@code X-Goog-Hash: crc32c=..,md5=..} and {@code Content-MD5}. */
  static ExpectedHashes fromHeaders(Headers headers) {
    String crc32c = null;
    String md5 = headers.getFirst("Content-MD5");
    for (String line : Objects.requireNonNullElse(headers.get("X-Goog-Hash"), List.<String>of())) {
      for (String item : line.split(",", -1)) {
        String hash = item.strip();
        if (hash.startsWith("crc32c=")) {
          crc32c = hash.substring("crc32c=".length());
        } else if (hash.startsWith("md5=")) {
          md5 = hash.substring("md5=".length());
        }
      }
    }
    return new ExpectedHashes(crc32c, md5);
  }

  ObjectNode toJson() {
    return Json.object().put("crc32c", crc32c).put("md5Hash", md5Hash);
  }

  void check(Content content) {
    if (crc32c != null && !crc32c.equals(content.crc32c())) {
      throw mismatch("CRC32C", crc32c, content.crc32c());
    }
    if (md5Hash != null && !md5Hash.equals(content.md5Hash())) {
      throw mismatch("MD5 hash", md5Hash, content.md5Hash());
    }
  }

  private static RefusedException mismatch(String kind, String given, @Nullable String computed) {
    return RefusedException.digest(
        "Provided %s \"%s\" doesn't match calculated %s \"%s\"."
            .formatted(kind, given, kind, computed));
  }
}
