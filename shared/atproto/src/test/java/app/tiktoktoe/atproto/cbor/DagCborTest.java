package app.tiktoktoe.atproto.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DagCborTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Test
  void sortsKeysByUtf8LengthThenBytes() {
    JsonNode keys =
        json(
            "{\"blobs\":1,\"time\":2,\"seq\":3,\"rev\":4,\"op\":5,\"\ud83d\ude00\":6,\"\uffee\":7}");
    String order = HEX.formatHex(DagCbor.encode(keys));
    assertEquals(
        "a7"
            + "626f7005"
            + "6372657604"
            + "6373657103"
            + "63efbfae07"
            + "6474696d6502"
            + "64f09f988006"
            + "65626c6f627301",
        order);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "1e300",
        "9223372036854775808",
        "-9223372036854775809",
        "{\"$link\":\"x\"}",
        "{\"$bytes\":\"*\"}",
        "{\"$bytes\":1}",
        "\"\\ud800\"",
        "{\"\\udc00\":1}"
      })
  void refusesWhatIsNotData(String text) {
    assertThrows(InvalidDataException.class, () -> DagCbor.encode(json(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "23",
        "24",
        "255",
        "256",
        "65535",
        "65536",
        "4294967295",
        "4294967296",
        "9223372036854775807",
        "-9223372036854775808",
        "{\"$bytes\":\"\"}",
        "\"\"",
        "[[],{}]",
        "{\"prev\":null}"
      })
  void readsBackWhatItWrote(String text) {
    JsonNode decoded = DagCbor.decode(DagCbor.encode(json(text)));
    assertEquals(text, decoded.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a1662462797465736101",
        "a165246c696e6b6101",
        "9b7fffffffffffffff",
        "5b7fffffffffffffff",
        "bb0000000100000000",
        "9affffffff",
        "1bffffffffffffffff",
        "3bffffffffffffffff",
        "a1652424",
        "d82a41",
        "f6f6",
        "1c",
        "ff",
        "a1652462"
      })
  void refusesBoundlessAndBrokenInput(String hex) {
    byte[] bytes = HEX.parseHex(hex);
    assertThrows(InvalidDataException.class, () -> DagCbor.decode(bytes));
  }

  @Test
  void boundsNesting() {
    byte[] deep = new byte[DagCbor.MAX_NESTING + 1];
    Arrays.fill(deep, (byte) 0x81);
    deep[deep.length - 1] = (byte) 0xf6;
    assertArrayEquals(deep, DagCbor.encode(DagCbor.decode(deep)));
    byte[] deeper = new byte[DagCbor.MAX_NESTING + 2];
    Arrays.fill(deeper, (byte) 0x81);
    deeper[deeper.length - 1] = (byte) 0xf6;
    assertThrows(InvalidDataException.class, () -> DagCbor.decode(deeper));
    JsonNode nested = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < DagCbor.MAX_NESTING; i++) {
      nested = JsonNodeFactory.instance.objectNode().set("a", nested);
    }
    JsonNode tooDeep = nested;
    assertThrows(InvalidDataException.class, () -> DagCbor.encode(tooDeep));
    assertThrows(InvalidDataException.class, () -> DataModel.check(tooDeep));
  }

  @Test
  void refusesLegacyBlobsAndBrokenOnes() {
    String cid = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
    JsonNode legacy = json("{\"a\":{\"cid\":\"" + cid + "\",\"mimeType\":\"image/png\"}}");
    assertThrows(InvalidDataException.class, () -> DataModel.check(legacy));
    JsonNode noSize =
        json(
            "{\"a\":{\"$type\":\"blob\",\"ref\":{\"$link\":\""
                + cid
                + "\"},\"mimeType\":\"a/b\"}}");
    assertThrows(InvalidDataException.class, () -> DataModel.check(noSize));
  }

  @Provide
  Arbitrary<byte[]> almostCbor() {
    Arbitrary<Byte> heads =
        Arbitraries.of(
            (byte) 0x00,
            (byte) 0x20,
            (byte) 0x41,
            (byte) 0x61,
            (byte) 0x62,
            (byte) 0x80,
            (byte) 0x81,
            (byte) 0x82,
            (byte) 0xa0,
            (byte) 0xa1,
            (byte) 0xa2,
            (byte) 0xd8,
            (byte) 0x2a,
            (byte) 0x58,
            (byte) 0x25,
            (byte) 0xf4,
            (byte) 0xf6,
            (byte) 0x18);
    return Arbitraries.oneOf(heads, Arbitraries.bytes()).array(byte[].class).ofMaxSize(60);
  }

  @Property(tries = 5000)
  void anyBytesAreRefusedOrTheOnlySpelling(@ForAll("almostCbor") byte[] bytes) {
    JsonNode value;
    try {
      value = DagCbor.decode(bytes);
    } catch (InvalidDataException e) {
      return;
    }
    assertArrayEquals(bytes, DagCbor.encode(value));
  }
}
