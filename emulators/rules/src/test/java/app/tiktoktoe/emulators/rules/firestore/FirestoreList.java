package app.tiktoktoe.emulators.rules.firestore;

import app.tiktoktoe.emulators.rules.firestore.Index.Mode;
import app.tiktoktoe.emulators.rules.firestore.Index.Part;
import app.tiktoktoe.emulators.rules.firestore.Index.Scope;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code terraform/firestore.yaml}.
 *
 * @param ttl fields that end a document; not indexed unless they are {@code queried}
 * @param exempt fields without an index of their own
 * @param queried fields that grow with time and keep their own index, because a query needs it
 */
record FirestoreList(List<Index> indexes, Set<Field> ttl, Set<Field> exempt, Set<Field> queried) {
  /** A field of the documents of a collection. */
  record Field(String collection, String path) implements Comparable<Field> {
    @Override
    public int compareTo(Field other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return collection + "." + path;
    }

    String yaml() {
      return "  - { collection: %s, field: %s }".formatted(collection, path);
    }
  }

  FirestoreList {
    indexes = List.copyOf(indexes);
    ttl = Set.copyOf(ttl);
    exempt = Set.copyOf(exempt);
    queried = Set.copyOf(queried);
  }

  static FirestoreList read(Path file) throws IOException {
    JsonNode tree = new YAMLMapper().readTree(file.toFile());
    checkKeys(tree, "indexes", "ttl", "exempt", "queried");
    List<Index> indexes = new ArrayList<>();
    for (JsonNode index : tree.path("indexes")) {
      addOnce(indexes, index(index));
    }
    return new FirestoreList(
        indexes,
        fields(tree.path("ttl")),
        fields(tree.path("exempt")),
        fields(tree.path("queried")));
  }

  private static void addOnce(List<Index> indexes, Index index) {
    if (indexes.contains(index)) {
      throw new IllegalArgumentException("listed twice:\n" + index.yaml());
    }
    indexes.add(index);
  }

  private static Index index(JsonNode index) {
    checkKeys(index, "collection", "scope", "fields");
    List<Part> parts = new ArrayList<>();
    for (JsonNode field : index.path("fields")) {
      checkKeys(field, "path", "order", "array");
      parts.add(
          new Part(
              field.path("path").asText(),
              Mode.valueOf(field.path(field.has("array") ? "array" : "order").asText())));
    }
    return new Index(
        index.path("collection").asText(), Scope.valueOf(index.path("scope").asText()), parts);
  }

  private static Set<Field> fields(JsonNode entries) {
    Set<Field> fields = new LinkedHashSet<>();
    for (JsonNode entry : entries) {
      checkKeys(entry, "collection", "field");
      Field field = new Field(entry.path("collection").asText(), entry.path("field").asText());
      if (!fields.add(field)) {
        throw new IllegalArgumentException("listed twice: " + field);
      }
    }
    return fields;
  }

  private static void checkKeys(JsonNode node, String... keys) {
    Set<String> unknown = new TreeSet<>();
    node.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(Set.of(keys));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown in terraform/firestore.yaml: " + unknown);
    }
  }

  FirestoreList without(Index index) {
    List<Index> others = indexes.stream().filter(other -> !other.equals(index)).toList();
    return new FirestoreList(others, ttl, exempt, queried);
  }

  /** The same with {@code field} as one that has no index of its own. */
  FirestoreList exempting(Field field) {
    Set<Field> more = new LinkedHashSet<>(exempt);
    more.add(field);
    return new FirestoreList(indexes, ttl, more, queried);
  }

  /** Whether Firestore keeps an index on this field alone. */
  boolean isIndexed(String collection, String path) {
    String part = path;
    while (true) {
      Field field = new Field(collection, part);
      if (exempt.contains(field) || (ttl.contains(field) && !queried.contains(field))) {
        return false;
      }
      int dot = part.lastIndexOf('.');
      if (dot < 0) {
        return true;
      }
      part = part.substring(0, dot);
    }
  }

  /**
   * Whether a query is served: without filters by one index; with filters by any indexes that apply
   * them all and sort alike, because Firestore merges those. The index that it keeps on a single
   * field covers one collection and sorts equal values by rising name.
   */
  boolean serves(Need need) {
    if (!need.isFiltered()) {
      return servesOrder(need) || indexes.stream().anyMatch(index -> isSortOf(index, need));
    }
    Set<String> applied = new TreeSet<>(automatic(need));
    indexes.forEach(index -> applied.addAll(need.filtersOf(index)));
    return applied.containsAll(need.filters());
  }

  private static boolean isSortOf(Index index, Need need) {
    return index.equals(new Index(need.collection(), need.scope(), need.sort()));
  }

  private boolean servesOrder(Need need) {
    if (need.sort().size() == 1) {
      return need.sort().getFirst().equals(Part.ascending(Index.NAME));
    }
    Part first = need.sort().getFirst();
    return need.sort().equals(Index.named(List.of(first)))
        && need.scope() == Scope.COLLECTION
        && isIndexed(need.collection(), first.path());
  }

  private Set<String> automatic(Need need) {
    Set<String> filters = new TreeSet<>();
    boolean byName = need.sort().equals(List.of(Part.ascending(Index.NAME)));
    if (!byName || need.scope() != Scope.COLLECTION) {
      return filters;
    }
    for (String filter : need.filters()) {
      if (isIndexed(need.collection(), filter.replace("[]", ""))) {
        filters.add(filter);
      }
    }
    return filters;
  }
}
