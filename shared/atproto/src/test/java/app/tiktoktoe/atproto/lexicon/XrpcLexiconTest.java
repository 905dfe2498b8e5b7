package app.tiktoktoe.atproto.lexicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XrpcLexiconTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Nsid ID = Nsid.parse("com.example.list");
  private static final String DOCUMENT =
      """
      {"lexicon": 1, "id": "com.example.list", "defs": {
        "main": {"type": "procedure",
          "parameters": {"type": "params", "required": ["actor"], "properties": {
            "actor": {"type": "string", "format": "at-identifier"},
            "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
            "reverse": {"type": "boolean"},
            "uris": {"type": "array", "items": {"type": "string"}, "maxLength": 2}}},
          "input": {"encoding": "application/json", "schema": {"type": "ref", "ref": "#body"}},
          "output": {"encoding": "*/*"},
          "errors": [{"name": "NotThere"}]},
        "body": {"type": "object", "required": ["text"], "properties": {
          "text": {"type": "string", "maxGraphemes": 2, "maxLength": 60},
          "next": {"type": "ref", "ref": "#body"}}}}}
      """;

  private final XrpcLexicon method = new Lexicons(_ -> json(DOCUMENT)).method(ID).orElseThrow();

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Test
  void tellsTheContract() {
    assertEquals(XrpcLexicon.Kind.PROCEDURE, method.kind());
    assertEquals(Optional.of("application/json"), method.inputEncoding());
    assertEquals(Optional.of("*/*"), method.outputEncoding());
    assertEquals(Set.of("NotThere"), method.errors());
  }

  @Test
  void typesParametersAndFillsDefaults() {
    Parameters.Valid valid =
        assertInstanceOf(
            Parameters.Valid.class,
            method.parseParameters(
                Map.of(
                    "actor", List.of("a.test"),
                    "reverse", List.of("true"),
                    "uris", List.of("x", "y"),
                    "unknown", List.of("1", "2"))));
    assertEquals(
        json("{\"actor\":\"a.test\",\"limit\":50,\"reverse\":true,\"uris\":[\"x\",\"y\"]}"),
        valid.values());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          limit=x;           Params/limit must be an integer
          limit=1.0;         Params/limit must be an integer
          limit=-;           Params/limit must be an integer
          limit=99999999999999999999; Params/limit must be an integer
          limit=101;         Params/limit can not be greater than 100
          limit=0;           Params/limit can not be less than 1
          limit=1,2;         Params/limit must not be given more than once
          reverse=yes;       Params/reverse must be a boolean
          actor=b,c;         Params/actor must not be given more than once
          actor=-;           Params/actor must be a valid did or a handle
          actor=;            Params must have the property "actor"
          uris=a,b,c;        Params/uris must not have more than 2 elements
          """)
  void refusesWrongParameters(String parameter, String message) {
    String[] pair = parameter.split("=", 2);
    Map<String, List<String>> query = new HashMap<>(Map.of("actor", List.of("a.test")));
    query.put(pair[0], List.of(pair[1].split(",", -1)));
    Parameters.Invalid invalid =
        assertInstanceOf(Parameters.Invalid.class, method.parseParameters(query));
    assertEquals(message, invalid.violation().message());
  }

  @Test
  void countsGraphemesAndBytes() {
    String family = "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc66\u200d\ud83d\udc66";
    assertEquals(Optional.empty(), checkText(family + family));
    assertEquals(Optional.of("Input/text must not be longer than 2 graphemes"), checkText("abc"));
    assertEquals(
        Optional.of("Input/text must not be longer than 60 characters"),
        checkText(family + family + family));
  }

  private Optional<String> checkText(String text) {
    JsonNode body = JSON.createObjectNode().put("text", text);
    return method.checkInput(body).map(LexiconViolation::message);
  }

  @Test
  void boundsNesting() {
    JsonNode body = JSON.createObjectNode().put("text", "");
    for (int i = 0; i < 500; i++) {
      body = JSON.createObjectNode().put("text", "").set("next", body);
    }
    assertTrue(method.checkInput(body).orElseThrow().message().endsWith("is nested too deeply"));
  }

  @Property
  void anyInputIsAnsweredNotThrown(@ForAll String key, @ForAll String text, @ForAll double number) {
    JsonNode body = JSON.createObjectNode().put("text", text).put("next", number).put(key, key);
    Optional<LexiconViolation> violation = method.checkInput(body);
    assertTrue(violation.isPresent(), "next is never an object");
  }

  @ParameterizedTest
  @CsvSource({
    "tid, 3jzfcijpj2z2a, true",
    "tid, self, false",
    "literal:self, self, true",
    "literal:self, other, false",
    "nsid, com.example.thing, true",
    "nsid, thing, false",
    "any, x, true"
  })
  void checksRecordKeys(String rule, String key, boolean valid) {
    String document =
        """
        {"lexicon": 1, "id": "com.example.list", "defs": {"main": {
          "type": "record", "key": "%s", "record": {"type": "object"}}}}
        """
            .formatted(rule);
    Lexicons lexicons = new Lexicons(_ -> json(document));
    assertEquals(valid, lexicons.checkRecordKey(ID, RecordKey.parse(key)).isEmpty());
    assertTrue(lexicons.knowsRecord(ID));
  }

  @Test
  void anUnknownCollectionIsAViolationOfTheRecordOnly() {
    Lexicons none = new Lexicons(_ -> null);
    assertEquals(
        Optional.of("Lexicon not found: lex:com.example.list"),
        none.checkRecord(ID, json("{}")).map(LexiconViolation::message));
    assertEquals(Optional.empty(), none.checkRecordKey(ID, RecordKey.parse("x")));
    assertEquals(Optional.empty(), none.method(ID));
  }
}
