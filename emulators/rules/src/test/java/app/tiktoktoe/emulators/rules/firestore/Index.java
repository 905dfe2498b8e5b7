package app.tiktoktoe.emulators.rules.firestore;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A composite index: its parts always end with the document's name. */
record Index(String collection, Scope scope, List<Part> parts) {
  static final String NAME = "__name__";

  /** Which collections of one id an index, or a query, covers. */
  enum Scope {
    COLLECTION,
    COLLECTION_GROUP
  }

  /** How a part of an index is sorted, or that it lists the elements of arrays. */
  enum Mode {
    ASCENDING,
    DESCENDING,
    CONTAINS
  }

  /** A field of an index. */
  record Part(String path, Mode mode) {
    static Part ascending(String path) {
      return new Part(path, Mode.ASCENDING);
    }

    static Part descending(String path) {
      return new Part(path, Mode.DESCENDING);
    }

    static Part contains(String path) {
      return new Part(path, Mode.CONTAINS);
    }

    boolean isName() {
      return path.equals(NAME);
    }

    String yaml() {
      return mode == Mode.CONTAINS
          ? "{ path: %s, array: CONTAINS }".formatted(path)
          : "{ path: %s, order: %s }".formatted(path, mode);
    }
  }

  /** Adds the name, sorted as the last part is, where it is not said. */
  Index {
    parts = named(parts);
  }

  static List<Part> named(List<Part> parts) {
    if (!parts.isEmpty() && parts.getLast().isName()) {
      return List.copyOf(parts);
    }
    boolean falling = !parts.isEmpty() && parts.getLast().mode() == Mode.DESCENDING;
    List<Part> named = new ArrayList<>(parts);
    named.add(falling ? Part.descending(NAME) : Part.ascending(NAME));
    return List.copyOf(named);
  }

  /** The entry of the list, without the name where it goes without saying. */
  String yaml() {
    List<Part> said = parts.subList(0, parts.size() - 1);
    String fields =
        (named(said).equals(parts) ? said : parts)
            .stream().map(part -> "\n      - " + part.yaml()).collect(Collectors.joining());
    return "  - collection: %s\n    scope: %s\n    fields:%s".formatted(collection, scope, fields);
  }
}
