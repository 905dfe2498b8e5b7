package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.Trigger;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

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

  private final Map<String, Target.Function> exact = new HashMap<>();
  private final Map<String, String> bucketOfPrefix = new LinkedHashMap<>();
  private final URI storage;

  /**
   * Routes for the functions that run.
   *
   * @param origins the origin of each HTTP function by its name
   * @param bucketNames the real name of each bucket of the catalogue
   * @param storage the origin of the storage server
   */
  Routes(
      Catalogue catalogue, Map<String, URI> origins, Map<String, String> bucketNames, URI storage) {
    this.storage = storage;
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

  Target find(String rawPath) {
    Target.Function function = exact.get(rawPath);
    if (function != null) {
      return function;
    }
    for (Map.Entry<String, String> bucket : bucketOfPrefix.entrySet()) {
      if (rawPath.startsWith(bucket.getKey())) {
        // As the balancer does: the whole path is the object's name.
        return new Target.PublicObject(storage, "/" + bucket.getValue() + rawPath);
      }
    }
    return rawPath.startsWith("/xrpc/") ? new Target.UnknownMethod() : new Target.Unknown();
  }
}
