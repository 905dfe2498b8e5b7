package app.tiktoktoe.atproto.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DagCborVectorsTest {
  private static final Set<String> ALSO_ACCEPTED_HERE = Set.of("2^53", "int min safe");

  static Stream<JsonNode> officialFixtures() {
    return Vectors.cases("official/data-model/data-model-fixtures.json");
  }

  static Stream<JsonNode> generatedFixtures() {
    return Vectors.cases("generated/dag-cbor-vectors.json");
  }

  static Stream<JsonNode> valid() {
    return Vectors.cases("official/data-model/data-model-valid.json");
  }

  static Stream<JsonNode> invalid() {
    return Vectors.cases("official/data-model/data-model-invalid.json");
  }

  static Stream<JsonNode> oddInputs() {
    JsonNode cases = Vectors.json("generated/cbor-decoder-behaviour.json").path("cases");
    return cases.valueStream();
  }

  @ParameterizedTest
  @MethodSource("officialFixtures")
  void matchesTheOfficialFixtures(JsonNode fixture) {
    byte[] cbor = Base64.getDecoder().decode(fixture.path("cbor_base64").asText());
    assertEncodesBothWays(fixture, cbor);
  }

  @ParameterizedTest
  @MethodSource("generatedFixtures")
  void matchesTheOfficialEncoder(JsonNode fixture) {
    if (fixture.path("name").asText().equals("poorlyFormatted")) {
      // Links with other fields: plain maps to that encoder, invalid by the data-model vectors.
      assertThrows(InvalidDataException.class, () -> DagCbor.encode(fixture.path("json")));
      return;
    }
    assertEncodesBothWays(fixture, HexFormat.of().parseHex(fixture.path("cborHex").asText()));
  }

  private static void assertEncodesBothWays(JsonNode fixture, byte[] cbor) {
    byte[] encoded = DagCbor.encode(fixture.path("json"));
    assertArrayEquals(cbor, encoded);
    assertEquals(fixture.path("cid").asText(), Cid.ofCbor(encoded).toString());
    assertArrayEquals(cbor, DagCbor.encode(DagCbor.decode(cbor)));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void acceptsValidData(JsonNode vector) {
    DataModel.check(vector.path("json"));
    JsonNode decoded = DagCbor.decode(DagCbor.encode(vector.path("json")));
    assertEquals(vector.path("json").size(), decoded.size());
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesInvalidData(JsonNode vector) {
    assertThrows(InvalidDataException.class, () -> DataModel.check(vector.path("json")));
  }

  @ParameterizedTest
  @MethodSource("oddInputs")
  void refusesEverySpellingButOne(JsonNode vector) {
    byte[] cbor = HexFormat.of().parseHex(vector.path("hex").asText());
    if (ALSO_ACCEPTED_HERE.contains(vector.path("name").asText())) {
      assertArrayEquals(cbor, DagCbor.encode(DagCbor.decode(cbor)));
    } else {
      assertThrows(InvalidDataException.class, () -> DagCbor.decode(cbor));
    }
  }
}
