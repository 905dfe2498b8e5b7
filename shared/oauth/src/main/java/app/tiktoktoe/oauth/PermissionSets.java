package app.tiktoktoe.oauth;

import app.tiktoktoe.atproto.lexicon.LexiconSource;
import app.tiktoktoe.atproto.syntax.Nsid;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The permission sets among the lexicons at hand. A set reaches only names of its own domain and
 * group, and grants writes and calls alone. Thread-safe.
 */
public final class PermissionSets {
  private final LexiconSource lexicons;
  private final ConcurrentHashMap<Permission.Include, List<Permission>> known =
      new ConcurrentHashMap<>();

  /** Among {@code lexicons}. */
  public PermissionSets(LexiconSource lexicons) {
    this.lexicons = lexicons;
  }

  /** Whether there is such a set. */
  public boolean contains(Nsid set) {
    return !definition(set).isMissingNode();
  }

  /** What the set is called, for people. */
  public Optional<String> title(Nsid set) {
    return Optional.ofNullable(definition(set).path("title").textValue());
  }

  /** What the set is about, for people. */
  public Optional<String> detail(Nsid set) {
    return Optional.ofNullable(definition(set).path("detail").textValue());
  }

  /** What the set grants; nothing when it is not known. */
  List<Permission> of(Permission.Include include) {
    return contains(include.set()) ? known.computeIfAbsent(include, this::read) : List.of();
  }

  private JsonNode definition(Nsid set) {
    JsonNode document = Objects.requireNonNullElse(lexicons.find(set), MissingNode.getInstance());
    JsonNode main = document.path("defs").path("main");
    return main.path("type").asText().equals("permission-set") ? main : MissingNode.getInstance();
  }

  private List<Permission> read(Permission.Include include) {
    List<Permission> granted = new ArrayList<>();
    for (JsonNode permission : definition(include.set()).path("permissions")) {
      read(include, permission).ifPresent(granted::add);
    }
    return List.copyOf(granted);
  }

  private static Optional<Permission> read(Permission.Include include, JsonNode permission) {
    String group = include.set().value();
    String prefix = group.substring(0, group.lastIndexOf('.') + 1);
    return switch (permission.path("resource").asText()) {
      case "repo" -> {
        List<String> collections = texts(permission.path("collection"));
        yield areBelow(prefix, collections)
            ? PermissionReader.repo(collections, texts(permission.path("action")))
            : Optional.empty();
      }
      case "rpc" -> {
        List<String> methods = texts(permission.path("lxm"));
        yield areBelow(prefix, methods)
            ? audience(include, permission)
                .flatMap(audience -> PermissionReader.rpc(methods, audience))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static Optional<String> audience(Permission.Include include, JsonNode permission) {
    String own = permission.path("aud").asText();
    if (own.isEmpty()) {
      return permission.path("inheritAud").asBoolean() ? include.audience() : Optional.empty();
    }
    return own.equals(Scopes.ANY) ? Optional.of(own) : Optional.empty();
  }

  private static boolean areBelow(String prefix, List<String> names) {
    return names.stream().allMatch(name -> name.startsWith(prefix));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
