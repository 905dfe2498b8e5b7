package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.Trigger;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where a request path leads, as the catalogue says. Immutable. */
final class Routes {
  /** Where a path leads. */
  sealed interface Target {
    /** A function, and the origin of its server. */
    record Function(String name, URI origin) implements Target {}

    /** A public object: its path on the storage server's {@code origin}. */
    record PublicObject(URI origin, String rawPath) implements Target {}

    /** An XRPC method that nobody serves. */
    record UnknownMethod() implements Target {}

    /** No path of the catalogue. */
    record Unknown() implements Target {}
  }

  private static final String METHODS = "/xrpc/";
  private static final String PROTOCOL = METHODS + "com.atproto.";

  private final Map<String, Target.Function> exact = new HashMap<>();
  private final Map<String, String> bucketOfPrefix = new LinkedHashMap<>();
  private final URI storage;
  private final Optional<Passing> passing;

  /**
   * What is passed on to other services.
   *
   * @param function the function that passes calls on, which gets every call of a service that is
   *     not {@code ourselves}
   * @param ourselves the service's own DID
   * @param everything whether it also gets what nobody serves
   */
  record Proxy(String function, String ourselves, boolean everything) {
    /** Whether a call names another service. */
    private boolean isElsewhere(String header) {
      return !header.isEmpty() && !header.startsWith(ourselves + "#");
    }
  }

  private record Passing(Proxy proxy, Target.Function function) {}

  /**
   * Routes for the functions that run.
   *
   * @param origins the origin of each HTTP function by its name
   * @param bucketNames the real name of each bucket of the catalogue
   * @param storage the origin of the storage server
   * @param proxy what is passed on; empty: nothing
   */
  Routes(
      Catalogue catalogue,
      Map<String, URI> origins,
      Map<String, String> bucketNames,
      URI storage,
      Optional<Proxy> proxy) {
    this.storage = storage;
    this.passing =
        proxy.map(
            p -> {
              URI origin = given(origins, p.function());
              return new Passing(p, new Target.Function(p.function(), origin));
            });
    catalogue
        .functions()
        .forEach(
            (name, function) -> {
              if (function.trigger() instanceof Trigger.Http http && origins.containsKey(name)) {
                Target.Function target = new Target.Function(name, given(origins, name));
                http.paths().forEach(path -> exact.put(path, target));
                http.methods().keySet().forEach(nsid -> exact.put("/xrpc/" + nsid, target));
              }
            });
    catalogue
        .buckets()
        .forEach(
            (name, bucket) ->
                bucket.route().ifPresent(r -> bucketOfPrefix.put(r, given(bucketNames, name))));
  }

  private static <V> V given(Map<String, V> map, String key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("Nothing known of " + key);
    }
    return value;
  }

  /**
   * Where a request leads.
   *
   * @param named the service that the client wants to answer; empty when it names none
   */
  Target find(String rawPath, String named) {
    Target.Function function = exact.get(rawPath);
    boolean isMethod = rawPath.startsWith(METHODS);
    // Methods of the protocol are about this server, whatever an app says to all of its calls.
    boolean isOurs = function != null && rawPath.startsWith(PROTOCOL);
    if (isMethod && !isOurs && passing.filter(p -> p.proxy().isElsewhere(named)).isPresent()) {
      return passing.get().function();
    }
    if (function != null) {
      return function;
    }
    for (Map.Entry<String, String> bucket : bucketOfPrefix.entrySet()) {
      if (rawPath.startsWith(bucket.getKey())) {
        // As the balancer does: the whole path is the object's name.
        return new Target.PublicObject(storage, "/" + bucket.getValue() + rawPath);
      }
    }
    if (!isMethod) {
      return new Target.Unknown();
    }
    return passing
        .filter(p -> p.proxy().everything())
        .<Target>map(Passing::function)
        .orElseGet(Target.UnknownMethod::new);
  }
}
