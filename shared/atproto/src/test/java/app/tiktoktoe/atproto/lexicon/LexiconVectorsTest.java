package app.tiktoktoe.atproto.lexicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconVectorsTest {
  private static final Nsid RECORD = Nsid.parse("example.lexicon.record");

  private final Lexicons lexicons = new Lexicons(new ExampleLexicons());

  static Stream<JsonNode> validLexicons() {
    return Vectors.cases("official/lexicon/lexicon-valid.json");
  }

  static Stream<JsonNode> invalidLexicons() {
    return Vectors.cases("official/lexicon/lexicon-invalid.json");
  }

  static Stream<JsonNode> validRecords() {
    return Vectors.cases("official/lexicon/record-data-valid.json");
  }

  static Stream<JsonNode> invalidRecords() {
    return Vectors.cases("official/lexicon/record-data-invalid.json");
  }

  @ParameterizedTest
  @MethodSource("validLexicons")
  void readsValidLexicons(JsonNode vector) {
    assertFalse(parse(vector.path("lexicon")));
  }

  @ParameterizedTest
  @MethodSource("invalidLexicons")
  void refusesInvalidLexicons(JsonNode vector) {
    assertThrows(InvalidLexiconException.class, () -> parse(vector.path("lexicon")));
  }

  /** Whether nothing is defined. */
  private static boolean parse(JsonNode document) {
    try {
      Nsid id = Nsid.parse(document.path("id").asText());
      return new Lexicons(_ -> document).document(id).isEmpty();
    } catch (InvalidSyntaxException | InvalidLexiconException e) {
      throw new InvalidLexiconException("refused", e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"permission-set", "procedure", "query", "record", "subscription"})
  void readsTheCatalogue(String name) {
    JsonNode document = Vectors.json("official/lexicon/catalog/" + name + ".json");
    assertFalse(parse(document));
  }

  @ParameterizedTest
  @MethodSource("validRecords")
  void acceptsValidRecords(JsonNode vector) {
    assertEquals(Optional.empty(), lexicons.checkRecord(RECORD, vector.path("data")));
    RecordKey key = RecordKey.parse(vector.path("rkey").asText());
    assertEquals(Optional.empty(), lexicons.checkRecordKey(RECORD, key));
  }

  @ParameterizedTest
  @MethodSource("invalidRecords")
  void refusesInvalidRecords(JsonNode vector) {
    LexiconViolation violation = lexicons.checkRecord(RECORD, vector.path("data")).orElseThrow();
    assertTrue(violation.message().startsWith(violation.path() + " "), violation.message());
  }
}
