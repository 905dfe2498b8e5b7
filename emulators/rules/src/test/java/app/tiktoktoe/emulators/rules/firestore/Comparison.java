package app.tiktoktoe.emulators.rules.firestore;

import app.tiktoktoe.emulators.rules.firestore.FirestoreList.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The differences between the list and what is asked and written, each with what to do. */
final class Comparison {
  /** Every document that expires says when in this field. */
  private static final String EXPIRY = "expireAt";

  /** Values that grow with time: the index on them grows at one end, and limits all writes. */
  private static final Set<String> SEQUENTIAL = Set.of("timestamp", "tid");

  private static final Set<String> WIDE = Set.of("bytes", "array", "map");

  private final FirestoreList list;
  private final Set<Need> needs;
  private final Map<Field, Set<String>> writes;
  private final List<String> differences = new ArrayList<>();

  private Comparison(FirestoreList list, Set<Need> needs, Map<Field, Set<String>> writes) {
    this.list = list;
    this.needs = needs;
    this.writes = writes;
  }

  static List<String> differences(
      FirestoreList list, Set<Need> needs, Map<Field, Set<String>> writes) {
    Comparison comparison = new Comparison(list, needs, writes);
    comparison.indexes();
    comparison.expiries();
    comparison.exemptions();
    comparison.queried();
    return comparison.differences.stream().sorted().toList();
  }

  private void indexes() {
    needs.stream()
        .filter(need -> !list.serves(need))
        .forEach(
            need ->
                differences.add(
                    "indexes: missing for %s; add\n%s".formatted(need, need.index().yaml())));
    list.indexes().stream()
        .filter(index -> needs.stream().noneMatch(need -> need.isServedAloneBy(index)))
        .filter(index -> serves(list.without(index)))
        .forEach(index -> differences.add("indexes: no query needs\n" + index.yaml()));
  }

  /** Whether {@code other} serves whatever the list does. */
  private boolean serves(FirestoreList other) {
    return needs.stream().allMatch(need -> other.serves(need) || !list.serves(need));
  }

  private void expiries() {
    writes.forEach(
        (field, kinds) -> {
          boolean expires = field.path().equals(EXPIRY) && kinds.contains("timestamp");
          if (expires && !list.ttl().contains(field)) {
            differences.add("ttl: missing; add\n" + field.yaml());
          }
        });
    for (Field field : list.ttl()) {
      if (!writes.getOrDefault(field, Set.of()).contains("timestamp")) {
        differences.add("ttl: nothing writes a time into " + field);
      }
    }
  }

  private void exemptions() {
    writes.forEach(
        (field, kinds) -> {
          boolean indexed = list.isIndexed(field.collection(), field.path());
          boolean costly = kinds.stream().anyMatch(SEQUENTIAL::contains) || isWide(kinds);
          if (indexed && costly && serves(list.exempting(field))) {
            differences.add(
                "exempt: %s holds %s and no query needs its index; add\n%s"
                    .formatted(field, kinds, field.yaml()));
          }
        });
    for (Field field : list.exempt()) {
      if (!writes.containsKey(field)) {
        differences.add("exempt: nothing writes " + field);
      }
    }
  }

  private static boolean isWide(Set<String> kinds) {
    return kinds.stream().anyMatch(WIDE::contains);
  }

  private void queried() {
    writes.forEach(
        (field, kinds) -> {
          boolean indexed = list.isIndexed(field.collection(), field.path());
          boolean sequential = kinds.stream().anyMatch(SEQUENTIAL::contains);
          boolean needed = !serves(list.exempting(field));
          if (indexed && sequential && needed && !list.queried().contains(field)) {
            differences.add("queried: missing; add\n" + field.yaml());
          }
        });
    for (Field field : list.queried()) {
      if (serves(list.exempting(field))) {
        differences.add("queried: no query needs the index on " + field);
      }
    }
  }
}
