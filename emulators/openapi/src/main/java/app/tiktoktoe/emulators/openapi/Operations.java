package app.tiktoktoe.emulators.openapi;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.catalogue.AuthLevel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Methods as operations: {@code GET} for a query, {@code POST} for a procedure. For one thread. */
final class Operations {
  private static final String APPLICATION_JSON = "application/json";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Definitions definitions;

  Operations(Definitions definitions) {
    this.definitions = definitions;
  }

  /**
   * The item of the document's paths for one method.
   *
   * @param function the function that answers
   * @throws IllegalArgumentException when its lexicon is missing or not one of a method
   */
  ObjectNode item(Nsid method, AuthLevel level, String function) {
    JsonNode lexicon = definitions.main(method);
    String verb =
        switch (lexicon.path("type").asText()) {
          case "query" -> "get";
          case "procedure" -> "post";
          default -> throw new IllegalArgumentException("No lexicon of a method " + method);
        };
    ObjectNode item = JSON.objectNode();
    item.set(verb, operation(method, lexicon, level).put("x-function", function));
    return item;
  }

  private ObjectNode operation(Nsid method, JsonNode lexicon, AuthLevel level) {
    JsonSchemas schemas = new JsonSchemas(method, definitions);
    ObjectNode operation = JSON.objectNode();
    operation.put("operationId", method.value());
    operation.putArray("tags").add(OpenApi.tag(method));
    operation.put("summary", method.value().substring(OpenApi.tag(method).length() + 1));
    operation.put("description", lexicon.path("description").asText());
    operation.put("x-auth", level.text());
    operation.set("security", security(level));
    ArrayNode parameters = parameters(lexicon.path("parameters"), schemas);
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
    if (lexicon.has("input")) {
      ObjectNode body = operation.putObject("requestBody").put("required", true);
      body.set("content", content(lexicon.path("input"), schemas));
    }
    operation.set("responses", responses(lexicon, level, schemas));
    return operation;
  }

  private static ArrayNode security(AuthLevel level) {
    List<String> schemes =
        switch (level) {
          case PUBLIC -> List.of();
          case OPTIONAL, AUTHENTICATED, FULL, OWNER -> List.of("session", "oauth");
          case REFRESH -> List.of("refresh");
          case UPLOAD -> List.of("session", "oauth", "service");
          case MODERATOR, ADMIN -> List.of("operator", "session", "oauth");
        };
    ArrayNode security = JSON.arrayNode();
    if (level == AuthLevel.OPTIONAL) {
      security.addObject();
    }
    schemes.forEach(scheme -> security.addObject().putArray(scheme));
    return security;
  }

  private static ArrayNode parameters(JsonNode declared, JsonSchemas schemas) {
    List<String> required = declared.path("required").valueStream().map(JsonNode::asText).toList();
    ArrayNode parameters = JSON.arrayNode();
    declared
        .path("properties")
        .properties()
        .forEach(
            property -> {
              ObjectNode parameter = parameters.addObject();
              parameter.put("name", property.getKey()).put("in", "query");
              parameter.put("required", required.contains(property.getKey()));
              parameter.set("schema", schemas.schema(property.getValue()));
            });
    return parameters;
  }

  private static ObjectNode content(JsonNode body, JsonSchemas schemas) {
    ObjectNode type = JSON.objectNode();
    if (body.has("schema")) {
      type.set("schema", schemas.schema(body.get("schema")));
    }
    ObjectNode content = JSON.objectNode();
    content.set(body.path("encoding").asText(APPLICATION_JSON), type);
    return content;
  }

  private static ObjectNode responses(JsonNode lexicon, AuthLevel level, JsonSchemas schemas) {
    ObjectNode responses = JSON.objectNode();
    ObjectNode success = responses.putObject("200").put("description", "Done");
    if (lexicon.has("output")) {
      success.set("content", content(lexicon.path("output"), schemas));
    }
    responses.set("4XX", OpenApi.refusal(description(lexicon.path("errors"))));
    if (level != AuthLevel.PUBLIC && level != AuthLevel.OPTIONAL) {
      responses.putObject("401").put("$ref", "#/components/responses/Unauthenticated");
    }
    responses.putObject("429").put("$ref", "#/components/responses/TooMany");
    responses.putObject("5XX").put("$ref", "#/components/responses/Failed");
    return responses;
  }

  private static String description(JsonNode errors) {
    StringBuilder text = new StringBuilder("Refused: `InvalidRequest`");
    errors.forEach(
        error -> {
          text.append(", `").append(error.path("name").asText()).append('`');
          if (error.has("description")) {
            text.append(" (").append(error.path("description").asText()).append(')');
          }
        });
    return text.toString();
  }
}
