package app.tiktoktoe.emulators.rules.firestore;

import app.tiktoktoe.emulators.rules.firestore.Index.Mode;
import app.tiktoktoe.emulators.rules.firestore.Index.Part;
import app.tiktoktoe.emulators.rules.firestore.Index.Scope;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads a recorded {@code StructuredQuery} by Firestore's rules: alternatives are asked one by one,
 * {@code in} is an equality, fields of an inequality are sorted by even when no order says so, and
 * what is summed up must be in the index too.
 */
final class QueryReader {
  private static final Set<String> EQUALITIES = Set.of("EQUAL", "IN", "IS_NULL", "IS_NAN");
  private static final Set<String> CONTAINMENTS = Set.of("ARRAY_CONTAINS", "ARRAY_CONTAINS_ANY");
  private static final Set<String> INEQUALITIES =
      Set.of(
          "LESS_THAN",
          "LESS_THAN_OR_EQUAL",
          "GREATER_THAN",
          "GREATER_THAN_OR_EQUAL",
          "NOT_EQUAL",
          "NOT_IN",
          "IS_NOT_NULL",
          "IS_NOT_NAN");

  private QueryReader() {}

  private record Filter(String path, String operator) {}

  /** The needs of a query, one for each alternative. */
  static List<Need> needs(JsonNode query, JsonNode aggregated) {
    if (query.has("findNearest")) {
      throw new IllegalArgumentException("a vector query has indexes of its own: " + query);
    }
    return alternatives(query.path("where")).stream()
        .map(filters -> need(query, filters, aggregated))
        .toList();
  }

  private static List<List<Filter>> alternatives(JsonNode where) {
    if (where.isMissingNode()) {
      return List.of(List.of());
    }
    if (where.has("compositeFilter")) {
      JsonNode parts = where.get("compositeFilter");
      List<List<List<Filter>>> all = new ArrayList<>();
      parts.get("filters").forEach(part -> all.add(alternatives(part)));
      return parts.path("op").asText().equals("OR")
          ? all.stream().flatMap(List::stream).toList()
          : all.stream().reduce(List.of(List.of()), QueryReader::each);
    }
    JsonNode filter = where.path(where.has("unaryFilter") ? "unaryFilter" : "fieldFilter");
    return List.of(List.of(new Filter(path(filter), filter.get("op").asText())));
  }

  private static List<List<Filter>> each(List<List<Filter>> left, List<List<Filter>> right) {
    return left.stream()
        .flatMap(
            one -> right.stream().map(two -> Stream.concat(one.stream(), two.stream()).toList()))
        .toList();
  }

  private static String path(JsonNode filter) {
    return filter.get("field").get("fieldPath").asText();
  }

  private static Need need(JsonNode query, List<Filter> filters, JsonNode aggregated) {
    JsonNode from = query.get("from").get(0);
    Set<String> equal = paths(filters, EQUALITIES);
    equal.remove(Index.NAME);
    return new Need(
        from.path("collectionId").asText("all collections"),
        from.path("allDescendants").asBoolean() ? Scope.COLLECTION_GROUP : Scope.COLLECTION,
        equal,
        paths(filters, CONTAINMENTS),
        sort(query.path("orderBy"), equal, paths(filters, INEQUALITIES), aggregated));
  }

  private static Set<String> paths(List<Filter> filters, Set<String> operators) {
    Set<String> paths = new TreeSet<>();
    for (Filter filter : filters) {
      if (!EQUALITIES.contains(filter.operator())
          && !CONTAINMENTS.contains(filter.operator())
          && !INEQUALITIES.contains(filter.operator())) {
        throw new IllegalArgumentException("an operator without a rule: " + filter);
      }
      if (operators.contains(filter.operator())) {
        paths.add(filter.path());
      }
    }
    return paths;
  }

  private static List<Part> sort(
      JsonNode orders, Set<String> equal, Set<String> unequal, JsonNode aggregated) {
    List<Part> sort = new ArrayList<>();
    Mode last = Mode.ASCENDING;
    for (JsonNode order : orders) {
      last = Mode.valueOf(order.path("direction").asText("ASCENDING"));
      add(sort, equal, path(order), last);
    }
    for (String path : unequal) {
      if (!path.equals(Index.NAME)) {
        add(sort, equal, path, last);
      }
    }
    for (JsonNode path : aggregated) {
      add(sort, equal, path.asText(), last);
    }
    add(sort, equal, Index.NAME, last);
    return sort;
  }

  /** Nothing is sorted any further once the name is, nor by what has one value only. */
  private static void add(List<Part> sort, Set<String> equal, String path, Mode mode) {
    boolean settled = !sort.isEmpty() && sort.getLast().isName();
    boolean sorted = sort.stream().anyMatch(part -> part.path().equals(path));
    if (!settled && !sorted && !equal.contains(path)) {
      sort.add(new Part(path, mode));
    }
  }
}
