package app.tiktoktoe.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a code may be sent: an https address, an app's own scheme, or a loopback address, each
 * compared letter by letter but for the port of the last. Stateless.
 */
final class RedirectUris {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

  private RedirectUris() {}

  /** Whether it is http on a loopback address. */
  static boolean isLoopback(String uri) {
    return parse(uri)
        .filter(url -> "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost()))
        .isPresent();
  }

  /** Whether a client may name it in its metadata. */
  static boolean isAllowed(String uri, ClientId.Published client, boolean isNative) {
    return parse(uri)
        .filter(
            url ->
                switch (url.getScheme()) {
                  case "https" -> url.getHost() != null && !LOOPBACK.contains(url.getHost());
                  case "http" -> isNative && isLoopback(uri);
                  default -> isNative && isSchemeOf(client, url);
                })
        .isPresent();
  }

  /** An app's scheme is the host of its id, reversed, with one slash after the colon. */
  private static boolean isSchemeOf(ClientId.Published client, URI url) {
    List<String> labels = new ArrayList<>(Arrays.asList(client.url().getHost().split("\\.", -1)));
    Collections.reverse(labels);
    return url.getScheme().equals(String.join(".", labels))
        && url.getRawAuthority() == null
        && url.getRawSchemeSpecificPart().startsWith("/")
        && !url.getRawSchemeSpecificPart().startsWith("//");
  }

  /** Whether {@code asked} is the one that was named. */
  static boolean matches(String named, String asked) {
    if (named.equals(asked)) {
      return true;
    }
    return isLoopback(named) && isLoopback(asked) && withoutPort(named).equals(withoutPort(asked));
  }

  private static List<String> withoutPort(String uri) {
    URI url = parse(uri).orElseThrow();
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : url.getRawQuery();
    return List.of(url.getHost(), path, query);
  }

  private static Optional<URI> parse(String uri) {
    try {
      URI url = new URI(uri);
      boolean good =
          url.isAbsolute()
              && url.getRawFragment() == null
              && url.getRawUserInfo() == null
              && uri.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\');
      return good ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
