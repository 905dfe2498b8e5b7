package app.tiktoktoe.functions.auth.proxy;

import app.tiktoktoe.outbound.Fetched;
import app.tiktoktoe.xrpc.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which headers go to another service and which come back; all others stay. Stateless. */
final class PassedHeaders {
  private static final List<String> ASKING =
      List.of("accept-encoding", "accept-language", "atproto-accept-labelers", "x-bsky-topics");
  private static final List<String> OF_A_BODY =
      List.of("content-type", "content-encoding", "content-language");
  private static final List<String> ANSWERING =
      List.of("atproto-repo-rev", "atproto-content-labelers", "retry-after");

  private PassedHeaders() {}

  static Map<String, String> ofRequest(Call call, boolean hasBody) {
    Map<String, String> headers = new HashMap<>();
    Stream.concat(
            ASKING.stream(),
            hasBody ? Stream.of("content-type", "content-encoding") : Stream.empty())
        .forEach(
            name ->
                call.header(name)
                    .filter(PassedHeaders::isOneLine)
                    .ifPresent(value -> headers.put(name, value)));
    return headers;
  }

  /** What an answer says about its body, and about what it was made of. */
  static Map<String, String> ofAnswer(Fetched.Answer answer) {
    return chosen(answer, Stream.concat(OF_A_BODY.stream(), ANSWERING.stream()));
  }

  /** Without what it says about a body that is not passed on. */
  static Map<String, String> ofError(Fetched.Answer answer) {
    return chosen(answer, ANSWERING.stream());
  }

  private static Map<String, String> chosen(Fetched.Answer answer, Stream<String> names) {
    Map<String, String> headers = new HashMap<>();
    names
        .filter(name -> isOneLine(answer.headers().getOrDefault(name, "\n")))
        .forEach(name -> headers.put(name, answer.headers().getOrDefault(name, "")));
    return headers;
  }

  private static boolean isOneLine(String value) {
    return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f));
  }
}
