package app.tiktoktoe.xrpc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class AddressLimitTest {
  private static final String PAGE = "/oauth/authorize/sign-in";
  private static final String SESSION = "/xrpc/com.atproto.server.createSession";

  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private final AddressLimit limit = AddressLimit.of(new InstanceCounts(clock), clock);

  private boolean isAllowed(String address, String path) {
    return limit.count(address, path).stream().allMatch(Standing::isAllowed);
  }

  @Test
  void stuffingPasswordsEndsWhateverTheDoorAndTheAccount() {
    for (int attempt = 0; attempt < 100; attempt++) {
      assertTrue(isAllowed("192.0.2.1", attempt % 2 == 0 ? PAGE : SESSION));
    }
    assertFalse(isAllowed("192.0.2.1", SESSION));
    assertFalse(isAllowed("192.0.2.1", PAGE));
    assertTrue(isAllowed("192.0.2.1", "/xrpc/com.atproto.server.getSession"));
    assertTrue(isAllowed("192.0.2.2", SESSION));
  }
}
