package app.tiktoktoe.atproto.car;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.cid.Varint;
import app.tiktoktoe.atproto.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CarReaderTest {
  private static final Cid ROOT = Cid.ofCbor(new byte[] {(byte) 0xa0});

  private static byte[] car(List<byte[]> contents) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      CarWriter writer = new CarWriter(out, ROOT);
      for (byte[] content : contents) {
        writer.block(Cid.ofCbor(content), content);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<CarBlock> blocks(byte[] car) {
    try {
      CarReader reader = new CarReader(new ByteArrayInputStream(car));
      List<CarBlock> blocks = new ArrayList<>();
      for (Optional<CarBlock> next = reader.next(); next.isPresent(); next = reader.next()) {
        blocks.add(next.get());
      }
      return blocks;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(byte[] car) {
    assertThrows(InvalidDataException.class, () -> blocks(car));
  }

  /** Whatever else is thrown fails the test. */
  private static void readOrRefuse(byte[] car) {
    try {
      assertTrue(blocks(car).size() <= car.length / Cid.BYTE_LENGTH);
    } catch (InvalidDataException refusal) {
      assertNotNull(refusal.getMessage());
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Property
  void readsWhatWasWritten(@ForAll @Size(max = 20) List<byte[]> contents) {
    List<CarBlock> expected =
        contents.stream().map(content -> new CarBlock(Cid.ofCbor(content), content)).toList();
    assertEquals(expected, blocks(car(contents)));
  }

  @Test
  void writesWhatTheOfficialServerWrites() throws IOException {
    byte[] official = Vectors.bytes("generated/official-getRepo.car");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Cid root = new CarReader(new ByteArrayInputStream(official)).root();
    CarWriter writer = new CarWriter(out, root);
    for (CarBlock block : blocks(official)) {
      writer.block(block.cid(), block.bytes());
    }
    assertEquals(HexFormat.of().formatHex(official), HexFormat.of().formatHex(out.toByteArray()));
  }

  static Stream<JsonNode> fixtures() {
    return Vectors.cases("atproto/car-file-fixtures.json");
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void readsAndWritesTheOfficialFixtures(JsonNode fixture) throws IOException {
    byte[] car = Base64.getDecoder().decode(fixture.get("car").asText());
    Cid root = Cid.parse(fixture.get("root").asText());
    List<CarBlock> expected = new ArrayList<>();
    for (JsonNode block : fixture.get("blocks")) {
      byte[] bytes = Base64.getDecoder().decode(block.get("bytes").asText());
      expected.add(new CarBlock(Cid.parse(block.get("cid").asText()), bytes));
    }
    assertEquals(5, expected.size());
    assertEquals(root, new CarReader(new ByteArrayInputStream(car)).root());
    assertEquals(expected, blocks(car));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(out, root);
    for (CarBlock block : expected) {
      writer.block(block.cid(), block.bytes());
    }
    assertEquals(HexFormat.of().formatHex(car), HexFormat.of().formatHex(out.toByteArray()));
  }

  /** Cut off between two blocks it is a shorter CAR: who needs all of them must look. */
  @Test
  void refusesWhatIsCutOffInsideABlock() {
    byte[] official = Vectors.bytes("generated/official-getRepo.car");
    List<CarBlock> all = blocks(official);
    for (int length = 0; length < official.length; length++) {
      byte[] cut = Arrays.copyOf(official, length);
      try {
        List<CarBlock> some = blocks(cut);
        assertTrue(some.size() < all.size());
        assertEquals(all.subList(0, some.size()), some);
      } catch (InvalidDataException refusal) {
        assertTrue(refusal.toString().contains("cut off") || length == 0, refusal.toString());
      }
    }
  }

  @Test
  void refusesEveryFlippedBitOfABlock() {
    byte[] car = car(List.of(new byte[] {1, 2, 3}));
    int start = car(List.of()).length;
    for (int bit = start * 8; bit < car.length * 8; bit++) {
      byte[] flipped = car.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(flipped);
    }
  }

  @Property
  void refusesOrReadsAnyBytes(@ForAll byte[] bytes) {
    readOrRefuse(bytes);
  }

  @Property
  void refusesOrReadsAnyBytesBehindAHeader(@ForAll byte[] bytes) {
    readOrRefuse(join(car(List.of()), bytes));
  }

  @Test
  void refusesBlocksAndHeadersThatAreTooLong() {
    byte[] header = car(List.of());
    assertRefused(join(header, Varint.encode(CarReader.MAX_BLOCK_BYTES + 37L)));
    assertRefused(join(header, Varint.encode(Long.MAX_VALUE)));
    assertRefused(join(header, Varint.encode(35), new byte[35]));
    assertRefused(Varint.encode(4097));
    assertRefused(new byte[0]);
  }

  @Test
  void refusesOtherHeaders() {
    assertRefused(headerOf("a265726f6f7473806776657273696f6e01"));
    byte[] link = join(HexFormat.of().parseHex("d82a582500"), ROOT.bytes());
    String linkHex = HexFormat.of().formatHex(link);
    assertRefused(headerOf("a265726f6f747381" + linkHex + "6776657273696f6e02"));
    assertRefused(headerOf("a165726f6f747381" + linkHex));
    assertEquals(
        List.of(), blocks(headerOf("a265726f6f747382" + linkHex + linkHex + "6776657273696f6e01")));
  }

  private static byte[] headerOf(String hex) {
    byte[] header = HexFormat.of().parseHex(hex);
    return join(Varint.encode(header.length), header);
  }
}
