package app.tiktoktoe.atproto.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Base58Test {
  @Property
  void decodingUndoesEncoding(@ForAll @Size(max = 80) byte[] bytes) {
    assertArrayEquals(bytes, Base58.decode(Base58.encode(bytes)));
  }

  @Test
  void knownTextsAreProduced() {
    assertEquals(
        "2NEpo7TZRRrLZSi2U", Base58.encode("Hello World!".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(
        "11233QC4", Base58.encode(new byte[] {0, 0, 0x28, 0x7f, (byte) 0xb4, (byte) 0xcd}));
    assertEquals("", Base58.encode(new byte[0]));
  }

  @Test
  void otherCharactersAndLongTextsAreRefused() {
    for (String text : new String[] {"0", "O", "I", "l", " ", "é", "1".repeat(513)}) {
      assertThrows(IllegalArgumentException.class, () -> Base58.decode(text));
    }
  }
}
