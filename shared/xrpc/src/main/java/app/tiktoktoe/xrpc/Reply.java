package app.tiktoktoe.xrpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a method answers. */
public sealed interface Reply
    permits Reply.Json,
        Reply.Empty,
        Reply.Content,
        Reply.Part,
        Reply.Redirect,
        Reply.SeeOther,
        Reply.Created,
        Reply.Explained,
        Reply.Relayed,
        Refusal {
  /** The JSON that the method's lexicon describes, with extra headers. */
  record Json(JsonNode body, Map<String, String> headers) implements Reply {}

  /** Success without a body: zero bytes. */
  record Empty() implements Reply {}

  /** Bytes of another media type, with extra headers. */
  record Content(String contentType, Map<String, String> headers, Body body) implements Reply {}

  /** The bytes that a {@code Range} header asks for; {@code headers} say which they are. */
  record Part(String contentType, Map<String, String> headers, Body body) implements Reply {}

  /** The answer is at another address. */
  record Redirect(URI location, Map<String, String> headers) implements Reply {}

  /** What was sent is dealt with; a page about it is at another address. */
  record SeeOther(String location, Map<String, String> headers) implements Reply {}

  /** Something new exists now. */
  record Created(JsonNode body, Map<String, String> headers) implements Reply {}

  /** A refusal in another form than the protocol's own. */
  record Explained(Refusal refusal, Content content) implements Reply {}

  /** What another service answered. */
  record Relayed(int status, Map<String, String> headers, Body body) implements Reply {
    /** Copies the headers. */
    public Relayed {
      headers = Map.copyOf(headers);
    }
  }

  /** Writes a body. */
  @FunctionalInterface
  interface Body {
    /** Writes all of it; the caller closes the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** JSON without extra headers. */
  static Reply json(JsonNode body) {
    return new Json(body, Map.of());
  }

  /** {@link Empty}. */
  static Reply empty() {
    return new Empty();
  }

  /** Plain text. */
  static Reply text(String text) {
    return new Content(
        "text/plain; charset=utf-8",
        Map.of(),
        out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
