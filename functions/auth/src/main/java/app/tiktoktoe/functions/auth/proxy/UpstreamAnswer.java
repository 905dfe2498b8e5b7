package app.tiktoktoe.functions.auth.proxy;

import app.tiktoktoe.outbound.Fetched;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * What becomes of another service's answer: a good one is passed on byte for byte, an error is
 * written anew with the name and message that it has. Stateless.
 */
final class UpstreamAnswer {
  private static final int MAX_ERROR_BYTES = 64 * 1024;
  private static final String UNREACHABLE = "Upstream service unreachable";
  private static final int BAD_GATEWAY = 502;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a status is called whose body has no name. */
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(401, "AuthenticationRequired"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "XRPCNotSupported"),
          Map.entry(406, "NotAcceptable"),
          Map.entry(413, "PayloadTooLarge"),
          Map.entry(415, "UnsupportedMediaType"),
          Map.entry(429, "RateLimitExceeded"),
          Map.entry(501, "MethodNotImplemented"),
          Map.entry(BAD_GATEWAY, "UpstreamFailure"),
          Map.entry(503, "NotEnoughResources"),
          Map.entry(504, "UpstreamTimeout"));

  private UpstreamAnswer() {}

  /** Why there is no answer; empty when there is one. */
  static Optional<String> fault(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Answer _ -> Optional.empty();
      case Fetched.Refused(String why) -> Optional.of(why);
      case Fetched.Unreachable(String why, _) -> Optional.of(why);
    };
  }

  static Reply reply(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Answer answer -> answered(answer);
      case Fetched.Refused _ -> failure(UNREACHABLE);
      case Fetched.Unreachable(_, boolean late) ->
          late
              ? Refusal.of(
                  Refusal.Kind.TIMEOUT,
                  "UpstreamTimeout",
                  "Upstream service did not answer in time")
              : failure(UNREACHABLE);
    };
  }

  private static Reply answered(Fetched.Answer answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return good(answer);
    }
    return status >= 400 && status < 600
        ? error(answer)
        : failure("Upstream service answered with status " + status);
  }

  static Refusal failure(String message) {
    return Refusal.of(Refusal.Kind.UPSTREAM, "UpstreamFailure", message);
  }

  /** Whatever it is, it is no page of ours: our origin has people's sessions. */
  private static Reply good(Fetched.Answer answer) {
    Map<String, String> headers = PassedHeaders.ofAnswer(answer);
    headers.put("Content-Security-Policy", "default-src 'none'; sandbox");
    headers.put("X-Content-Type-Options", "nosniff");
    return new Reply.Relayed(answer.status(), headers, out -> out.write(answer.body()));
  }

  private static Reply error(Fetched.Answer answer) {
    int status = answer.status() == 500 ? BAD_GATEWAY : answer.status();
    JsonNode told = json(answer);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    String standard =
        NAMES.getOrDefault(status, status < 500 ? "InvalidRequest" : "UpstreamFailure");
    body.put("error", text(told, "error").orElse(standard));
    body.put("message", text(told, "message").orElse("Upstream service answered with an error"));
    Map<String, String> headers = new HashMap<>(PassedHeaders.ofError(answer));
    headers.put("Content-Type", "application/json; charset=utf-8");
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return new Reply.Relayed(status, headers, out -> out.write(bytes));
  }

  private static Optional<String> text(JsonNode told, String field) {
    return Optional.ofNullable(told.get(field)).map(JsonNode::textValue);
  }

  private static JsonNode json(Fetched.Answer answer) {
    boolean isJson =
        answer.mediaType().filter(type -> type.matches("application/(\\w+\\+)?json")).isPresent();
    if (!isJson) {
      return MissingNode.getInstance();
    }
    try (InputStream body = decoded(answer)) {
      return JSON.readTree(body.readNBytes(MAX_ERROR_BYTES));
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static InputStream decoded(Fetched.Answer answer) throws IOException {
    InputStream body = new ByteArrayInputStream(answer.body());
    return "gzip".equals(answer.headers().get("content-encoding"))
        ? new GZIPInputStream(body)
        : body;
  }
}
