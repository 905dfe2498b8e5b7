package app.tiktoktoe.emulators.storage;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A request, from a connection or out of a batch.
 *
 * @param rawPath the path as sent, still percent-encoded
 */
record Request(String method, String rawPath, Query query, Headers headers, InputStream body) {
  private static final int JSON_LIMIT_BYTES = 4 << 20;

  @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  /** The body as the JSON API means it: gzip is a matter of transport. */
  InputStream plainBody() throws IOException {
    if (!"gzip".equalsIgnoreCase(header("Content-Encoding"))) {
      return body;
    }
    try {
      return new GZIPInputStream(body, 1 << 16);
    } catch (ZipException e) {
      throw RefusedException.invalid("The body is not gzip: " + e.getMessage());
    }
  }

  byte[] smallBody() throws IOException {
    byte[] bytes = plainBody().readNBytes(JSON_LIMIT_BYTES + 1);
    if (bytes.length > JSON_LIMIT_BYTES) {
      throw new RefusedException(
          413, "uploadTooLarge", "EntityTooLarge", "The request's JSON is too large");
    }
    return bytes;
  }

  /** Scheme and authority for links in the answer. */
  String origin() {
    String host = header("Host");
    return "http://" + (host == null ? "localhost" : host);
  }
}
