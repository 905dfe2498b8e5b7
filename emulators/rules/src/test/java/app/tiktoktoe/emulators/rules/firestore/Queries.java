package app.tiktoktoe.emulators.rules.firestore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Queries as the recorder writes them. */
final class Queries {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectNode query = JSON.objectNode();
  private final ArrayNode aggregated = JSON.arrayNode();

  static Queries of(String collection) {
    Queries queries = new Queries();
    queries.query.putArray("from").addObject().put("collectionId", collection);
    return queries;
  }

  Queries ofGroup() {
    ((ObjectNode) query.get("from").get(0)).put("allDescendants", true);
    return this;
  }

  static JsonNode filter(String path, String operator) {
    ObjectNode filter = JSON.objectNode();
    filter.putObject("fieldFilter").put("op", operator).putObject("field").put("fieldPath", path);
    return filter;
  }

  static JsonNode composite(String operator, JsonNode... filters) {
    ObjectNode filter = JSON.objectNode();
    ArrayNode parts = filter.putObject("compositeFilter").put("op", operator).putArray("filters");
    for (JsonNode part : filters) {
      parts.add(part);
    }
    return filter;
  }

  Queries where(JsonNode... filters) {
    query.set("where", composite("AND", filters));
    return this;
  }

  Queries equal(String... paths) {
    JsonNode[] filters = new JsonNode[paths.length];
    for (int i = 0; i < paths.length; i++) {
      filters[i] = filter(paths[i], "EQUAL");
    }
    return where(filters);
  }

  Queries by(String path, String direction) {
    query
        .withArray("orderBy")
        .addObject()
        .put("direction", direction)
        .putObject("field")
        .put("fieldPath", path);
    return this;
  }

  Queries sum(String path) {
    aggregated.add(path);
    return this;
  }

  java.util.List<Need> needs() {
    return QueryReader.needs(query, aggregated);
  }
}
