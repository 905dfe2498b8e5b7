package app.tiktoktoe.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a client calls itself: the address of its metadata, or, while it is developed, {@code
 * http://localhost} with its redirect addresses and scope in the query.
 *
 * @see <a href="https://atproto.com/specs/oauth">the specification</a>
 */
public sealed interface ClientId {
  /** The id as it is written. */
  String value();

  /** The address of a document. */
  record Published(String value, URI url) implements ClientId {}

  /** A client on somebody's own machine. */
  record Development(String value, List<String> redirectUris, String scope) implements ClientId {
    /** Copies the list. */
    public Development {
      redirectUris = List.copyOf(redirectUris);
    }
  }

  /**
   * Reads an id.
   *
   * @throws InvalidClientException when it is neither
   */
  static ClientId parse(String value) {
    return Reader.parse(value);
  }

  /** Reads ids. Stateless. */
  final class Reader {
    private static final int MAX_CHARS = 2048;
    private static final Pattern LOCALHOST = Pattern.compile("http://localhost/?(\\?[^#]*)?");
    private static final Pattern HOST =
        Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]([a-z0-9-]*[a-z0-9])?");
    private static final List<String> LOOPBACK = List.of("http://127.0.0.1/", "http://[::1]/");

    private Reader() {}

    private static ClientId parse(String value) {
      if (value.length() > MAX_CHARS || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
        throw new InvalidClientException("client_id is not a URL");
      }
      return LOCALHOST.matcher(value).matches() ? development(value) : published(value);
    }

    private static ClientId published(String value) {
      URI url = uri(value);
      String path = url.getRawPath();
      boolean good =
          "https".equals(url.getScheme())
              && url.getHost() != null
              && HOST.matcher(url.getHost()).matches()
              && url.getRawUserInfo() == null
              && url.getRawFragment() == null
              && path != null
              && path.length() > 1
              && !path.endsWith("/")
              && url.normalize().equals(url)
              && !path.contains("%");
      if (!good) {
        throw new InvalidClientException(
            "client_id must be an https URL of a host name, with a path");
      }
      return new Published(value, url);
    }

    private static ClientId development(String value) {
      Map<String, List<String>> query = query(value);
      if (!List.of("redirect_uri", "scope").containsAll(query.keySet())) {
        throw new InvalidClientException("client_id has an unknown parameter");
      }
      List<String> scopes = query.getOrDefault("scope", List.of("atproto"));
      List<String> redirects = query.getOrDefault("redirect_uri", LOOPBACK);
      if (scopes.size() != 1 || !redirects.stream().allMatch(RedirectUris::isLoopback)) {
        throw new InvalidClientException(
            "client_id must have one scope, and redirect to 127.0.0.1 or [::1]");
      }
      return new Development(value, redirects, scopes.getFirst());
    }

    private static Map<String, List<String>> query(String value) {
      Map<String, List<String>> query = new LinkedHashMap<>();
      int question = value.indexOf('?');
      if (question < 0) {
        return query;
      }
      for (String pair : value.substring(question + 1).split("&", -1)) {
        String[] halves = pair.split("=", 2);
        if (halves.length == 2) {
          query.computeIfAbsent(decode(halves[0]), key -> new ArrayList<>()).add(decode(halves[1]));
        } else if (!pair.isEmpty()) {
          throw new InvalidClientException("client_id has an unknown parameter");
        }
      }
      return query;
    }

    private static String decode(String text) {
      try {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new InvalidClientException("client_id is not percent-encoded");
      }
    }

    private static URI uri(String value) {
      try {
        return new URI(value);
      } catch (URISyntaxException e) {
        throw new InvalidClientException("client_id is not a URL");
      }
    }
  }
}
