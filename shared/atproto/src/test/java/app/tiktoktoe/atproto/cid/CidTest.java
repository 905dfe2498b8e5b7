package app.tiktoktoe.atproto.cid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidTest {
  /** The CID of no bytes at all, as every IPFS tool prints it. */
  private static final String EMPTY_RAW =
      "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

  @Test
  void hashesRawBytes() {
    assertEquals(EMPTY_RAW, Cid.ofRaw(new byte[0]).toString());
    assertTrue(Cid.parse(EMPTY_RAW).isRaw());
    assertNotEquals(Cid.ofRaw(new byte[0]), Cid.ofCbor(new byte[0]));
  }

  @Property
  void keepsItsFormsApartAndTogether(@ForAll byte[] content) {
    Cid cid = Cid.ofCbor(content);
    assertEquals(cid, Cid.parse(cid.toString()));
    assertEquals(cid, Cid.fromBytes(cid.bytes()));
    assertEquals(cid, Cid.ofCborDigest(cid.digest()));
    assertTrue(CidSyntax.isValid(cid.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b",
        "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
        "QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR",
        "BAFKREIHDWDCEFGH4DQKJV67UZCMW7OJEE6XEDZDETOJUZJEVTENXQUVYKU",
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykv"
      })
  void refusesOtherKindsAndSpellings(String input) {
    assertThrows(InvalidSyntaxException.class, () -> Cid.parse(input));
  }

  @Property
  void anyBytesAreACidOrRefused(@ForAll @Size(max = 40) byte[] bytes) {
    try {
      assertArrayEquals(bytes, Cid.fromBytes(bytes).bytes());
    } catch (InvalidSyntaxException e) {
      assertTrue(
          bytes.length != Cid.BYTE_LENGTH
              || bytes[0] != 1
              || bytes[2] != 0x12
              || bytes[3] != 32
              || (bytes[1] != 0x71 && bytes[1] != 0x55));
    }
  }

  @Property
  void anyTextIsACidOrRefused(@ForAll String text) {
    try {
      assertEquals(text, Cid.parse(text).toString());
    } catch (InvalidSyntaxException e) {
      assertTrue(String.valueOf(e.getMessage()).length() < 120);
    }
  }

  @Property
  void base32HasOneSpelling(@ForAll byte[] bytes, @ForAll String text) {
    assertArrayEquals(bytes, Base32.decode(Base32.encode(bytes)));
    try {
      assertEquals(text, Base32.encode(Base32.decode(text)));
    } catch (InvalidSyntaxException e) {
      assertTrue(!text.isEmpty());
    }
  }

  @Property
  void varintsHaveOneSpelling(@ForAll @LongRange(max = Long.MAX_VALUE) long value) {
    byte[] encoded = Varint.encode(value);
    assertEquals(encoded.length, Varint.length(value));
    assertEquals(new Varint.Read(value, encoded.length), Varint.read(encoded, 0));
  }

  @Test
  void refusesVarintsThatAreLongOrCutOff() {
    assertEquals(new Varint.Read(300, 3), Varint.read(new byte[] {0, (byte) 0xac, 2}, 1));
    assertThrows(InvalidSyntaxException.class, () -> Varint.read(new byte[] {(byte) 0x80, 0}, 0));
    assertThrows(InvalidSyntaxException.class, () -> Varint.read(new byte[] {(byte) 0x80}, 0));
    assertThrows(InvalidSyntaxException.class, () -> Varint.read(new byte[0], 0));
  }
}
