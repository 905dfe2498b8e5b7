package app.tiktoktoe.emulators.storage;

import com.sun.net.httpserver.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Up to 100 calls in one request, answered in their order; each succeeds or fails by itself.
 *
 * @see <a href="https://docs.cloud.google.com/storage/docs/batch">Batch requests</a>
 */
final class Batch {
  private static final int MOST_CALLS = 100;
  private static final int CALL_LIMIT_BYTES = 1 << 20;
  private static final String BOUNDARY = "batch_emulated";

  private final JsonApi api;

  Batch(JsonApi api) {
    this.api = api;
  }

  Response answer(Request request) throws IOException {
    try {
      return answerAll(request);
    } catch (RefusedException e) {
      return Refusals.json(e);
    }
  }

  private Response answerAll(Request request) throws IOException {
    MultipartReader parts =
        new MultipartReader(request.plainBody(), request.header("Content-Type"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int calls = 0;
    for (Headers part = parts.nextPart(); part != null; part = parts.nextPart()) {
      if (++calls > MOST_CALLS) {
        throw RefusedException.invalid("A batch holds at most " + MOST_CALLS + " calls");
      }
      String id = part.getFirst("Content-ID");
      write(out, "--" + BOUNDARY + "\r\nContent-Type: application/http\r\n");
      if (id != null) {
        write(out, "Content-ID: " + responseId(id) + "\r\n");
      }
      write(out, "\r\n");
      writeCall(out, call(parts.body().readNBytes(CALL_LIMIT_BYTES), request));
    }
    write(out, "--" + BOUNDARY + "--\r\n");
    return Response.of(200, out.toByteArray())
        .with("Content-Type", "multipart/mixed; boundary=" + BOUNDARY);
  }

  private static String responseId(String id) {
    return id.startsWith("<") ? "<response-" + id.substring(1) : "response-" + id;
  }

  private Response call(byte[] bytes, Request outer) throws IOException {
    try {
      return api.answer(parse(bytes, outer));
    } catch (RefusedException e) {
      return Refusals.json(e);
    }
  }

  private static Request parse(byte[] bytes, Request outer) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int blank = text.indexOf("\r\n\r\n");
    String head = blank < 0 ? text.stripTrailing() : text.substring(0, blank);
    List<String> lines = List.of(head.split("\r\n", -1));
    String[] first = lines.getFirst().split(" ", -1);
    if (first.length < 2) {
      throw RefusedException.invalid("Malformed call in a batch: " + lines.getFirst());
    }
    Headers headers = new Headers();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    headers.set("Host", outer.headers().getFirst("Host"));
    int body = blank < 0 ? bytes.length : blank + 4;
    URI uri = uri(first[1]);
    if (uri.getRawPath().contains("/upload/") || uri.getRawPath().contains("/download/")) {
      throw RefusedException.invalid("A batch carries no uploads and no downloads");
    }
    return new Request(
        first[0],
        uri.getRawPath(),
        Query.parse(uri.getRawQuery()),
        headers,
        new ByteArrayInputStream(bytes, body, bytes.length - body));
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid("Malformed URL in a batch: " + text);
    }
  }

  private static void writeCall(ByteArrayOutputStream out, Response response) throws IOException {
    try (Response.Body body = response.body()) {
      write(out, "HTTP/1.1 " + response.status() + " " + phrase(response.status()) + "\r\n");
      for (Map.Entry<String, List<String>> header : response.headers().entrySet()) {
        for (String value : header.getValue()) {
          write(out, header.getKey() + ": " + value + "\r\n");
        }
      }
      write(out, "Content-Length: " + body.length() + "\r\n\r\n");
      body.writeTo(out);
      write(out, "\r\n");
    }
  }

  private static String phrase(int status) {
    return status < 300 ? "OK" : "Refused";
  }

  private static void write(ByteArrayOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
