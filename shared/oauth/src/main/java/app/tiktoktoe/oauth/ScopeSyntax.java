package app.tiktoktoe.oauth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A scope in its general form, {@code resource:positional?name=value&name=value}.
 *
 * @param positional what stands between the colon and the question mark, decoded
 * @param parameters decoded, in their order
 * @see <a href="https://atproto.com/specs/permission">the specification</a>
 */
record ScopeSyntax(
    String resource, Optional<String> positional, Map<String, List<String>> parameters) {
  private static final int MAX_LENGTH = 2048;

  /** Reads a scope; empty when it has characters that a scope cannot have. */
  static Optional<ScopeSyntax> parse(String scope) {
    if (scope.isEmpty() || scope.length() > MAX_LENGTH || !scope.chars().allMatch(Scopes::isChar)) {
      return Optional.empty();
    }
    int question = scope.indexOf('?');
    String head = question < 0 ? scope : scope.substring(0, question);
    int colon = head.indexOf(':');
    try {
      return Optional.of(
          new ScopeSyntax(
              colon < 0 ? head : head.substring(0, colon),
              colon < 0 ? Optional.empty() : Optional.of(decode(plusKept(head, colon + 1))),
              question < 0 ? Map.of() : parameters(scope.substring(question + 1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String plusKept(String head, int from) {
    return head.substring(from).replace("+", "%2B");
  }

  private static Map<String, List<String>> parameters(String query) {
    Map<String, List<String>> read = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        read.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      }
    }
    return read;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Whether there is no parameter but the given ones. */
  boolean hasOnly(String... names) {
    return Set.of(names).containsAll(parameters.keySet());
  }

  /** The values of a parameter that may stand in front of the question mark instead. */
  List<String> valuesOrPositional(String name) {
    List<String> named = values(name);
    if (positional.isEmpty()) {
      return named;
    }
    return named.isEmpty() ? List.of(positional.get()) : List.of();
  }

  List<String> values(String name) {
    return parameters.getOrDefault(name, List.of());
  }
}
