package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** An answer; its body must be closed, written or not. */
record Response(int status, Headers headers, Body body) {

  /** What follows the headers. */
  interface Body extends AutoCloseable {
    /** In bytes; negative when it is not known before writing. */
    long length();

    void writeTo(OutputStream out) throws IOException;

    @Override
    default void close() throws IOException {}
  }

  static Response empty(int status) {
    return of(status, new byte[0]);
  }

  static Response json(int status, JsonNode json) {
    return of(status, Json.bytes(json)).with("Content-Type", "application/json; charset=UTF-8");
  }

  static Response text(int status, String type, String text) {
    return of(status, text.getBytes(StandardCharsets.UTF_8)).with("Content-Type", type);
  }

  static Response of(int status, byte[] bytes) {
    return new Response(
        status,
        new Headers(),
        new Body() {
          @Override
          public long length() {
            return bytes.length;
          }

          @Override
          public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
          }
        });
  }

  Response with(String name, String value) {
    headers.set(name, value);
    return this;
  }
}
