package app.tiktoktoe.emulators.rules.firestore;

import static app.tiktoktoe.emulators.rules.firestore.Queries.composite;
import static app.tiktoktoe.emulators.rules.firestore.Queries.filter;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.emulators.rules.firestore.FirestoreList.Field;
import app.tiktoktoe.emulators.rules.firestore.Index.Part;
import app.tiktoktoe.emulators.rules.firestore.Index.Scope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cases that Firestore's documentation of indexes and of merging them gives. */
class QueryReaderTest {
  private static FirestoreList list(Index... indexes) {
    return new FirestoreList(List.of(indexes), Set.of(), Set.of(), Set.of());
  }

  private static Index index(Part... parts) {
    return new Index("restaurants", Scope.COLLECTION, List.of(parts));
  }

  private static Queries restaurants() {
    return Queries.of("restaurants");
  }

  private static boolean serves(FirestoreList list, Queries query) {
    return query.needs().stream().allMatch(list::serves);
  }

  private static void needsNone(Queries query) {
    assertTrue(serves(list(), query), query.needs()::toString);
  }

  /** Not served by default, and served by exactly this index. */
  private static void needs(Queries query, Part... parts) {
    assertFalse(serves(list(), query));
    assertEquals(List.of(index(parts)), query.needs().stream().map(Need::index).toList());
    assertTrue(serves(list(index(parts)), query));
  }

  @Test
  void equalitiesMergeTheIndexesOfTheirFields() {
    needsNone(restaurants());
    needsNone(restaurants().equal("city"));
    needsNone(restaurants().equal("city", "category", "open"));
    needsNone(restaurants().where(filter("city", "EQUAL"), filter("tags", "ARRAY_CONTAINS")));
    needsNone(restaurants().where(filter("city", "IN"), filter("closed", "IS_NULL")));
  }

  @Test
  void oneFieldsRangeAndOrderIsServedByItsOwnIndex() {
    needsNone(restaurants().by("stars", "DESCENDING"));
    needsNone(restaurants().where(filter("stars", "GREATER_THAN")).by("stars", "ASCENDING"));
    needsNone(restaurants().where(filter("stars", "GREATER_THAN"), filter("stars", "LESS_THAN")));
    needsNone(restaurants().where(filter("stars", "NOT_EQUAL")));
    needsNone(restaurants().by("stars", "DESCENDING").by("__name__", "DESCENDING"));
  }

  @Test
  void equalityWithAnOrderOrARangeOfAnotherFieldNeedsAComposite() {
    Part city = Part.ascending("city");
    needs(restaurants().equal("city").by("stars", "DESCENDING"), city, Part.descending("stars"));
    needs(
        restaurants().where(filter("city", "EQUAL"), filter("stars", "GREATER_THAN")),
        city,
        Part.ascending("stars"));
    needs(
        restaurants().where(filter("city", "IN")).by("stars", "ASCENDING"),
        city,
        Part.ascending("stars"));
    needs(
        restaurants().where(filter("tags", "ARRAY_CONTAINS_ANY")).by("stars", "ASCENDING"),
        Part.contains("tags"),
        Part.ascending("stars"));
  }

  @Test
  void ordersOfSeveralFieldsNeedThemAsTheyAre() {
    needs(
        restaurants().by("stars", "DESCENDING").by("city", "ASCENDING"),
        Part.descending("stars"),
        Part.ascending("city"));
    needs(
        restaurants()
            .where(filter("stars", "GREATER_THAN"), filter("price", "LESS_THAN"))
            .by("stars", "DESCENDING"),
        Part.descending("stars"),
        Part.descending("price"));
    Queries falling = restaurants().equal("city").by("stars", "DESCENDING");
    assertFalse(serves(list(index(Part.ascending("city"), Part.ascending("stars"))), falling));
  }

  @Test
  void orderOfAFieldWithOneValueIsNone() {
    needsNone(restaurants().equal("city").by("city", "ASCENDING"));
    needs(
        restaurants().equal("city").by("city", "DESCENDING").by("stars", "ASCENDING"),
        Part.ascending("city"),
        Part.ascending("stars"));
  }

  @Test
  void compositesThatEndAlikeAreMerged() {
    FirestoreList list =
        list(
            index(Part.ascending("category"), Part.ascending("stars")),
            index(Part.ascending("city"), Part.ascending("stars")));
    assertTrue(serves(list, restaurants().equal("city", "category").by("stars", "ASCENDING")));
    assertTrue(
        serves(
            list,
            restaurants()
                .where(
                    filter("city", "EQUAL"),
                    filter("category", "EQUAL"),
                    filter("stars", "GREATER_THAN"))));
    assertFalse(serves(list, restaurants().equal("city", "category").by("stars", "DESCENDING")));
    assertFalse(serves(list, restaurants().equal("city", "open").by("stars", "ASCENDING")));
    assertFalse(serves(list, restaurants().by("stars", "ASCENDING").by("city", "ASCENDING")));
  }

  @Test
  void nameIsSortedAsTheLastFieldUnlessItIsSaid() {
    needs(
        restaurants().equal("city").by("__name__", "DESCENDING"),
        Part.ascending("city"),
        Part.descending("__name__"));
    needsNone(restaurants().equal("city").by("__name__", "ASCENDING"));
    needs(
        restaurants().by("stars", "DESCENDING").by("__name__", "ASCENDING"),
        Part.descending("stars"),
        Part.ascending("__name__"));
    needs(restaurants().by("__name__", "DESCENDING"), Part.descending("__name__"));
    needsNone(
        restaurants()
            .where(filter("__name__", "GREATER_THAN_OR_EQUAL"), filter("__name__", "LESS_THAN")));
  }

  @Test
  void eachAlternativeIsServedByItself() {
    Queries query =
        restaurants()
            .where(
                filter("open", "EQUAL"),
                composite("OR", filter("city", "EQUAL"), filter("category", "EQUAL")))
            .by("stars", "ASCENDING");
    assertEquals(
        List.of(Set.of("city", "open"), Set.of("category", "open")),
        query.needs().stream().map(Need::filters).toList());
  }

  @Test
  void groupOfCollectionsHasNoIndexByItself() {
    assertFalse(serves(list(), restaurants().ofGroup().equal("city")));
    assertFalse(serves(list(), restaurants().ofGroup().by("stars", "ASCENDING")));
    Queries query = restaurants().ofGroup().equal("city").by("stars", "ASCENDING");
    List<Part> parts = List.of(Part.ascending("city"), Part.ascending("stars"));
    assertFalse(serves(list(new Index("restaurants", Scope.COLLECTION, parts)), query));
    assertTrue(serves(list(new Index("restaurants", Scope.COLLECTION_GROUP, parts)), query));
  }

  @Test
  void exemptFieldIsServedByCompositesAlone() {
    Set<Field> city = Set.of(new Field("restaurants", "city"));
    FirestoreList bare = new FirestoreList(List.of(), Set.of(), city, Set.of());
    assertFalse(serves(bare, restaurants().equal("city")));
    assertFalse(serves(bare, restaurants().equal("city.name")));
    assertTrue(serves(bare, Queries.of("bars").equal("city")));
    Index both = index(Part.ascending("city"), Part.ascending("stars"));
    FirestoreList list = new FirestoreList(List.of(both), Set.of(), city, Set.of());
    assertTrue(serves(list, restaurants().equal("city").by("stars", "ASCENDING")));
    assertTrue(serves(list, restaurants().equal("city", "stars")));
    assertFalse(serves(list, restaurants().equal("city", "open")));
  }

  @Test
  void expiryHasAnIndexOnlyWhenItIsQueried() {
    Set<Field> end = Set.of(new Field("restaurants", "expireAt"));
    Queries due = restaurants().where(filter("expireAt", "LESS_THAN"));
    assertFalse(serves(new FirestoreList(List.of(), end, Set.of(), Set.of()), due));
    assertTrue(serves(new FirestoreList(List.of(), end, Set.of(), end), due));
  }

  @Test
  void whatIsSummedUpIsInTheIndex() {
    needsNone(restaurants().sum("stars"));
    needs(
        restaurants().equal("city").sum("stars"), Part.ascending("city"), Part.ascending("stars"));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThrows(
        IllegalArgumentException.class,
        () -> restaurants().where(filter("city", "SOUNDS_LIKE")).needs());
  }
}
