package app.tiktoktoe.emulators.rules.grants;

import app.tiktoktoe.catalogue.Access;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Grants;
import app.tiktoktoe.catalogue.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a function's code does and its entry does not grant, and the other way round. */
final class GrantDifferences {
  private final String name;
  private final List<String> found = new ArrayList<>();

  private GrantDifferences(String name) {
    this.name = name;
  }

  /** Each difference as a sentence that begins with the function's name. */
  static List<String> of(FunctionEntry entry, Needs needs) {
    GrantDifferences differences = new GrantDifferences(entry.name());
    differences.grants(entry.grants(), needs);
    differences.trigger(entry.trigger(), needs);
    return List.copyOf(differences.found);
  }

  /** The same for grants alone. */
  static List<String> ofGrants(String function, Grants grants, Needs needs) {
    GrantDifferences differences = new GrantDifferences(function);
    differences.grants(grants, needs);
    return List.copyOf(differences.found);
  }

  private void grants(Grants grants, Needs needs) {
    firestore(grants.firestore(), needs.firestore());
    compare("publishes", needs.publishes, grants.publishes());
    compare("reads the secret", needs.secrets, grants.secrets());
    buckets(grants.buckets(), needs.buckets());
    compare("does what needs the role", needs.roles, grants.roles());
    flag("signs addresses", needs.signsUrls, grants.signsUrls());
    compare("adds versions of the secret", needs.rotates, grants.rotates());
  }

  private void trigger(Trigger trigger, Needs needs) {
    switch (trigger) {
      case Trigger.Http http -> {
        compare("consumes", needs.consumes, Set.of());
        Map<String, String> listed = new TreeMap<>();
        http.methods().forEach((nsid, auth) -> listed.put(nsid, auth.text()));
        http.paths().forEach(path -> listed.put(path, "path"));
        compare("serves", texts(needs.routes), texts(listed));
      }
      case Trigger.PubSub pubsub -> {
        compare("consumes", needs.consumes, Set.of(pubsub.topic()));
        compare("serves", texts(needs.routes), Set.of());
      }
    }
  }

  private static Set<String> texts(Map<String, String> routes) {
    return routes.entrySet().stream()
        .map(route -> route.getKey() + " (" + route.getValue() + ")")
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void firestore(Optional<Access> granted, Optional<Access> needed) {
    access("Firestore", granted.map(Access::name), needed.map(Access::name));
  }

  private void buckets(Map<String, Access> granted, Map<String, Access> needed) {
    Set<String> names = new TreeSet<>(granted.keySet());
    names.addAll(needed.keySet());
    for (String bucket : names) {
      access(
          "the bucket " + bucket,
          Optional.ofNullable(granted.get(bucket)).map(Access::name),
          Optional.ofNullable(needed.get(bucket)).map(Access::name));
    }
  }

  private void access(String what, Optional<String> granted, Optional<String> needed) {
    if (!granted.equals(needed)) {
      String does =
          needed.map(use -> (use.equals("READ") ? "reads " : "writes ") + what).orElse("");
      String may =
          granted.map(use -> use.equals("READ") ? "reading" : "writing").orElse("nothing of it");
      found.add(
          needed.isPresent()
              ? "%s: %s, the catalogue grants %s".formatted(name, does, may)
              : "%s: is granted %s %s, which its code never does".formatted(name, may, what));
    }
  }

  private void compare(String verb, Set<String> needed, Iterable<String> granted) {
    Set<String> unused = new TreeSet<>();
    granted.forEach(unused::add);
    needed.stream()
        .filter(each -> !unused.contains(each))
        .forEach(
            each ->
                found.add(
                    "%s: %s %s, which the catalogue does not grant".formatted(name, verb, each)));
    unused.removeAll(needed);
    unused.forEach(
        each ->
            found.add(
                "%s: the catalogue says that it %s %s, which its code never does"
                    .formatted(name, verb, each)));
  }

  private void flag(String verb, boolean needed, boolean granted) {
    if (needed && !granted) {
      found.add("%s: %s, which the catalogue does not grant".formatted(name, verb));
    } else if (granted && !needed) {
      found.add(
          "%s: the catalogue says that it %s, which its code never does".formatted(name, verb));
    }
  }
}
