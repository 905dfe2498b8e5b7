package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.lexicon.XrpcLexicon.Body;
import app.tiktoktoe.atproto.lexicon.XrpcLexicon.Kind;
import app.tiktoktoe.atproto.syntax.Nsid;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads one lexicon document into its definitions. */
final class LexiconParser {
  private static final Set<String> PRIMARY =
      Set.of("record", "query", "procedure", "subscription", "permission-set");
  private static final Set<String> NOT_BY_NAME = Set.of("ref", "union", "unknown");

  private final Nsid id;
  private final SchemaParser schemas;

  LexiconParser(Nsid id, Lexicons lexicons) {
    this.id = id;
    this.schemas = new SchemaParser(id, lexicons);
  }

  Map<String, Definition> parse(JsonNode json) {
    LexiconJson document = new LexiconJson(json, id.value());
    if (document.integer("lexicon", 0) != 1) {
      throw new InvalidLexiconException(id + ": only version 1 of the language is known");
    }
    if (!document.text("id").equals(id.value())) {
      throw new InvalidLexiconException(id + ": the document has another id");
    }
    LexiconJson defs = document.child("defs");
    Map<String, Definition> definitions = new HashMap<>();
    for (String name : defs.fieldNames()) {
      definitions.put(name, definition(name, defs.child(name)));
    }
    return Map.copyOf(definitions);
  }

  private Definition definition(String name, LexiconJson json) {
    String type = json.text("type");
    if (PRIMARY.contains(type) && !name.equals(DefinitionName.MAIN)) {
      throw new InvalidLexiconException(json.place() + ": only main can be a " + type);
    }
    if (NOT_BY_NAME.contains(type)) {
      throw new InvalidLexiconException(json.place() + ": a " + type + " cannot be a definition");
    }
    return switch (type) {
      case "record" -> record(json);
      case "query" -> method(Kind.QUERY, json);
      case "procedure" -> method(Kind.PROCEDURE, json);
      case "subscription" -> method(Kind.SUBSCRIPTION, json);
      case "permission-set" -> permissionSet(json);
      case "token" -> new Definition.Data(new TokenSchema(new DefinitionName(id, name).toString()));
      default -> new Definition.Data(schemas.parse(json));
    };
  }

  private Definition record(LexiconJson json) {
    LexiconJson record = json.child("record");
    if (!record.text("type").equals("object")) {
      throw new InvalidLexiconException(record.place() + " must be an object");
    }
    return new Definition.RecordType(
        new RecordKeyRule(json.text("key")), schemas.objectSchema(record));
  }

  private static Definition permissionSet(LexiconJson json) {
    for (JsonNode permission : json.elements("permissions")) {
      new LexiconJson(permission, json.place() + "/permissions").text("resource");
    }
    return new Definition.PermissionSet();
  }

  private Definition method(Kind kind, LexiconJson json) {
    return new Definition.Method(
        new XrpcLexicon(
            kind, parameters(json), body(json, "input"), body(json, "output"), errors(json)));
  }

  private ParametersSchema parameters(LexiconJson json) {
    return new ParametersSchema(
        json.has("parameters")
            ? schemas.objectSchema(json.child("parameters"))
            : ObjectSchema.EMPTY);
  }

  private Body body(LexiconJson json, String field) {
    if (!json.has(field)) {
      return Body.NONE;
    }
    LexiconJson body = json.child(field);
    return new Body(
        body.text("encoding"), body.has("schema") ? schemas.parse(body.child("schema")) : null);
  }

  private static Set<String> errors(LexiconJson json) {
    Set<String> names = new HashSet<>();
    for (JsonNode error : json.elements("errors")) {
      names.add(new LexiconJson(error, json.place() + "/errors").text("name"));
    }
    return names;
  }
}
