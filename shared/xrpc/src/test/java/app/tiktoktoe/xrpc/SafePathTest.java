package app.tiktoktoe.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafePathTest {
  @ParameterizedTest
  @CsvSource({
    "/,/",
    "/xrpc/_health,/xrpc/_health",
    "/.well-known/did.json,/.well-known/did.json",
    "/%78rpc/a%2Eb,/xrpc/a.b",
    "/a%20b,/a b",
    "/%E2%9C%93,/✓"
  })
  void decodes(String raw, String decoded) {
    assertEquals(decoded, SafePath.decode(raw));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "//",
        "/a/",
        "/a//b",
        "/.",
        "/a/..",
        "/%2e%2e/a",
        "/a;x=1",
        "/;/a",
        "/a%2fb",
        "/a%2Fb",
        "/a%5cb",
        "/a\\b",
        "/%00",
        "/%0d%0a",
        "/%7f",
        "/%",
        "/%2",
        "/%zz",
        "/%+1",
        "/%c0%af",
        "/%e0%80%af",
        "/%ed%a0%80",
        "/%ff",
        "/é"
      })
  void refuses(String raw) {
    assertThrows(RefusalException.class, () -> SafePath.decode(raw));
  }

  @Property
  void neverMakesASegmentMore(@ForAll String text) {
    try {
      String raw = "/" + text;
      String decoded = SafePath.decode(raw);
      assertEquals(raw.split("/", -1).length, decoded.split("/", -1).length);
      assertTrue(decoded.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '\\'));
    } catch (RefusalException e) {
      assertEquals("InvalidRequest", e.refusal().error());
    }
  }
}
