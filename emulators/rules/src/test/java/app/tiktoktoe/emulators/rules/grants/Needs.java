package app.tiktoktoe.emulators.rules.grants;

import app.tiktoktoe.catalogue.Access;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one function's code does in the cloud. Filled by {@link Derivation}. */
final class Needs {
  private @Nullable Access firestore;
  final NavigableSet<String> publishes = new TreeSet<>();
  final NavigableSet<String> consumes = new TreeSet<>();
  final NavigableSet<String> secrets = new TreeSet<>();
  final NavigableSet<String> rotates = new TreeSet<>();
  final NavigableSet<String> roles = new TreeSet<>();

  /** Roles for what every function does: Terraform gives them, and no entry names them. */
  final NavigableSet<String> unnamedRoles = new TreeSet<>();

  final NavigableSet<String> requiredVariables = new TreeSet<>();
  final NavigableSet<String> optionalVariables = new TreeSet<>();

  /** Each method and path with who may call it. */
  final NavigableMap<String, String> routes = new TreeMap<>();

  boolean signsUrls;

  private final NavigableMap<String, Access> buckets = new TreeMap<>();

  Optional<Access> firestore() {
    return Optional.ofNullable(firestore);
  }

  Map<String, Access> buckets() {
    return buckets;
  }

  void useFirestore(Access use) {
    firestore = firestore == Access.WRITE ? Access.WRITE : use;
  }

  void useBuckets(Set<String> names, Access use) {
    names.forEach(name -> buckets.merge(name, use, (one, two) -> one == two ? one : Access.WRITE));
  }
}
