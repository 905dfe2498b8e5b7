package app.tiktoktoe.functions.auth.proxy;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Environment;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The services that calls are passed to, each a DID and the fragment of its service: {@code
 * did:web:api.example.com#bsky_appview}.
 *
 * @param named those that a client may name, {@code PROXY_SERVICES}, separated by commas; none by
 *     default
 * @param standard the one that answers what nobody here does and that no client named, {@code
 *     PROXY_DEFAULT}
 */
public record ProxyServices(Set<String> named, Optional<String> standard) {
  private static final String LIST = "PROXY_SERVICES";
  private static final String STANDARD = "PROXY_DEFAULT";
  private static final Pattern FRAGMENT = Pattern.compile("[A-Za-z0-9_.-]+");

  /** Checks each service, and that the standard one is among them. */
  public ProxyServices {
    named = Set.copyOf(named);
    named.forEach(ProxyServices::check);
    if (standard.isPresent() && !named.contains(standard.get())) {
      throw new IllegalArgumentException(STANDARD + " is not one of " + LIST);
    }
  }

  private static void check(String service) {
    String[] parts = service.split("#", 2);
    boolean isService =
        parts.length == 2
            && Did.isValid(parts[0])
            && (parts[0].startsWith("did:web:") || parts[0].startsWith("did:plc:"))
            && FRAGMENT.matcher(parts[1]).matches();
    if (!isService) {
      throw new IllegalArgumentException(LIST + ": " + service + " is not did:web:host#service");
    }
  }

  /** Reads the two variables. */
  public static ProxyServices from(Environment environment) {
    Set<String> named = new LinkedHashSet<>();
    environment
        .find(LIST)
        .ifPresent(
            list -> {
              for (String service : list.split(",", -1)) {
                named.add(service.strip());
              }
            });
    return new ProxyServices(named, environment.find(STANDARD));
  }

  /** Whether any service of {@code did} may be named. */
  boolean isKnown(String did) {
    return named.stream().anyMatch(service -> service.startsWith(did + "#"));
  }
}
