package app.tiktoktoe.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "::ffff:203.0.113.7, 203.0.113.7",
    "::ffff:cb00:7107, 203.0.113.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
    "2001:DB8:1:2::1, 2001:db8:1:2::/64",
    "2001:db8:1:3::1, 2001:db8:1:3::/64",
    "::1, 0:0:0:0::/64",
    "unknown, unknown",
    "203.0.113.700, 203.0.113.700",
    "localhost, localhost",
  })
  void countsAsOne(String address, String as) {
    assertEquals(as, ClientAddress.counted(address));
  }

  @Test
  void keepsNoTextOfAnyLength() {
    assertEquals("unknown", ClientAddress.counted("1".repeat(46)));
  }
}
