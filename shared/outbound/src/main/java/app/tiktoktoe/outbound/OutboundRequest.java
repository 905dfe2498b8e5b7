package app.tiktoktoe.outbound;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of a stranger's server. Nothing is sent along but what is in here, the host, and
 * our name.
 *
 * @param method {@code GET}, {@code HEAD} or {@code POST}
 * @param headers at most one value of each; without {@code Accept-Encoding}, {@code identity} is
 *     sent
 * @param body of a {@code POST}
 */
@SuppressWarnings("ArrayRecordComponent") // A body is a body: nobody compares requests.
public record OutboundRequest(
    String method, URI url, Map<String, String> headers, Optional<byte[]> body) {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

  /** Checks the method and that no header ends before its value does. */
  public OutboundRequest {
    headers = Map.copyOf(headers);
    if (!METHODS.contains(method) || (body.isPresent() && !method.equals("POST"))) {
      throw new IllegalArgumentException("not a request: " + method);
    }
    headers.forEach(
        (name, value) -> {
          if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
            throw new IllegalArgumentException("not a header's value: " + name);
          }
        });
  }

  /** Gets a URL. */
  public static OutboundRequest get(URI url) {
    return new OutboundRequest("GET", url, Map.of(), Optional.empty());
  }

  /** Whether it may be made of somebody else than was meant. */
  boolean mayBeRedirected() {
    return method.equals("GET") && headers.isEmpty();
  }

  OutboundRequest at(URI other) {
    return new OutboundRequest(method, other, headers, body);
  }
}
