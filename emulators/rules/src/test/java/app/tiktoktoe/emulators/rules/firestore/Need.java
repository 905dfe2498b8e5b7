package app.tiktoktoe.emulators.rules.firestore;

import app.tiktoktoe.emulators.rules.firestore.Index.Part;
import app.tiktoktoe.emulators.rules.firestore.Index.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a query without alternatives needs: documents where all {@code equal} paths have a value and
 * all {@code contained} arrays an element, in the order of {@code sort}, which ends with the
 * document's name.
 */
record Need(
    String collection, Scope scope, Set<String> equal, Set<String> contained, List<Part> sort) {

  Need {
    equal = Set.copyOf(equal);
    contained = Set.copyOf(contained);
    sort = Index.named(sort);
  }

  boolean isFiltered() {
    return !equal.isEmpty() || !contained.isEmpty();
  }

  /** The one index that serves it alone. */
  Index index() {
    List<Part> parts = new ArrayList<>();
    contained.stream().sorted().map(Part::contains).forEach(parts::add);
    equal.stream().sorted().map(Part::ascending).forEach(parts::add);
    parts.addAll(sort);
    return new Index(collection, scope, parts);
  }

  /** Whether {@code index} serves it alone, whatever the order of the equalities. */
  boolean isServedAloneBy(Index index) {
    return filtersOf(index).equals(filters());
  }

  /** All that it filters by, as {@link #filtersOf} names it. */
  Set<String> filters() {
    Set<String> filters = new TreeSet<>(equal);
    contained.forEach(path -> filters.add(path + "[]"));
    return filters;
  }

  /**
   * The filters that {@code index} applies for this query; none when it is of no use: it must be
   * some of the filters, in any order and direction, and then exactly the sort order.
   */
  Set<String> filtersOf(Index index) {
    int filtering = index.parts().size() - sort.size();
    boolean usable =
        index.collection().equals(collection)
            && index.scope() == scope
            && filtering >= 0
            && index.parts().subList(Math.max(0, filtering), index.parts().size()).equals(sort);
    if (!usable) {
      return Set.of();
    }
    Set<String> applied =
        index.parts().subList(0, filtering).stream()
            .map(part -> part.mode() == Index.Mode.CONTAINS ? part.path() + "[]" : part.path())
            .collect(Collectors.toCollection(TreeSet::new));
    return filters().containsAll(applied) ? applied : Set.of();
  }

  @Override
  public String toString() {
    return "%s where %s by %s"
        .formatted(collection, filters(), sort.stream().map(Part::yaml).toList());
  }
}
