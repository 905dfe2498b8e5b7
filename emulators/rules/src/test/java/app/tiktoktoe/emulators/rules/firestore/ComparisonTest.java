package app.tiktoktoe.emulators.rules.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.emulators.rules.firestore.FirestoreList.Field;
import app.tiktoktoe.emulators.rules.firestore.Index.Part;
import app.tiktoktoe.emulators.rules.firestore.Index.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each difference is named. */
class ComparisonTest {
  private static final Index BY_TIME =
      new Index(
          "posts", Scope.COLLECTION, List.of(Part.ascending("author"), Part.descending("sortAt")));
  private static final Field EXPIRY = new Field("posts", "expireAt");
  private static final Field SORTED = new Field("posts", "sortAt");
  private static final Field RECORD = new Field("posts", "record");
  private static final Map<Field, Set<String>> WRITES =
      Map.of(
          EXPIRY,
          Set.of("timestamp", "null"),
          SORTED,
          Set.of("timestamp"),
          RECORD,
          Set.of("bytes"),
          new Field("posts", "author"),
          Set.of("text"));
  private static final FirestoreList RIGHT =
      new FirestoreList(List.of(BY_TIME), Set.of(EXPIRY), Set.of(SORTED, RECORD), Set.of());

  private static List<String> differences(FirestoreList list, Queries query) {
    return Comparison.differences(list, Set.copyOf(query.needs()), WRITES);
  }

  private static Queries byTime() {
    return Queries.of("posts").equal("author").by("sortAt", "DESCENDING");
  }

  @Test
  void rightListHasNoDifference() {
    assertEquals(List.of(), differences(RIGHT, byTime()));
  }

  @Test
  void missingIndexIsGivenAsYaml() {
    assertEquals(
        List.of(
            """
            indexes: missing for posts where [author] by \
            [{ path: sortAt, order: DESCENDING }, { path: __name__, order: DESCENDING }]; add
              - collection: posts
                scope: COLLECTION
                fields:
                  - { path: author, order: ASCENDING }
                  - { path: sortAt, order: DESCENDING }\
            """),
        differences(RIGHT.without(BY_TIME), byTime()));
  }

  @Test
  void indexThatNoQueryNeedsIsNamed() {
    assertEquals(
        List.of("indexes: no query needs\n" + BY_TIME.yaml()),
        differences(RIGHT, Queries.of("posts").equal("author")));
  }

  @Test
  void expiriesAreComparedBothWays() {
    Field other = new Field("likes", "expireAt");
    FirestoreList list =
        new FirestoreList(RIGHT.indexes(), Set.of(other), Set.of(SORTED, RECORD, EXPIRY), Set.of());
    assertEquals(
        List.of(
            "ttl: missing; add\n  - { collection: posts, field: expireAt }",
            "ttl: nothing writes a time into likes.expireAt"),
        differences(list, byTime()));
  }

  @Test
  void exemptionsAreComparedBothWays() {
    Field other = new Field("posts", "tags");
    FirestoreList list =
        new FirestoreList(RIGHT.indexes(), Set.of(EXPIRY), Set.of(SORTED, other), Set.of());
    assertEquals(
        List.of(
            "exempt: nothing writes posts.tags",
            "exempt: posts.record holds [bytes] and no query needs its index; add\n"
                + "  - { collection: posts, field: record }"),
        differences(list, byTime()));
  }

  @Test
  void timeThatAQueryNeedsIsQueriedNotExempt() {
    Queries range = Queries.of("posts").by("sortAt", "ASCENDING");
    FirestoreList list = new FirestoreList(List.of(), Set.of(EXPIRY), Set.of(RECORD), Set.of());
    assertEquals(
        List.of("queried: missing; add\n  - { collection: posts, field: sortAt }"),
        differences(list, range));
    FirestoreList right =
        new FirestoreList(List.of(), Set.of(EXPIRY), Set.of(RECORD), Set.of(SORTED));
    assertEquals(List.of(), differences(right, range));
    assertEquals(
        List.of(
            "exempt: posts.sortAt holds [timestamp] and no query needs its index; add\n"
                + "  - { collection: posts, field: sortAt }",
            "queried: no query needs the index on posts.sortAt"),
        differences(right, Queries.of("posts").equal("author")));
  }
}
