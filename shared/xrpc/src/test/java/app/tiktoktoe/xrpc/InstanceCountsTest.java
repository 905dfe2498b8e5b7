package app.tiktoktoe.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceCountsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final RateLimit SHORT = new RateLimit("short", 2, Duration.ofMinutes(5));
  private static final RateLimit LONG = new RateLimit("long", 3, Duration.ofDays(1));

  private Instant now = START;
  private final InstanceCounts counts = new InstanceCounts(() -> now);

  private Standing tightest(String who) {
    return Standing.tightest(counts.count(who, List.of(SHORT, LONG))).orElseThrow();
  }

  @Test
  void aWindowBeginsWithTheFirstCallAndEndsByItself() {
    assertEquals(1, tightest("a").remaining());
    now = START.plusSeconds(299);
    assertEquals(START.plusSeconds(300), tightest("a").reset());
    assertFalse(tightest("a").isAllowed());
    assertTrue(tightest("b").isAllowed());
    now = START.plusSeconds(300);
    Standing refused = tightest("a");
    assertEquals(LONG, refused.limit());
    assertFalse(refused.isAllowed());
    now = START.plus(Duration.ofDays(1));
    assertEquals(1, tightest("a").remaining());
  }

  @Test
  void tellsOfTheTightest() {
    tightest("a");
    tightest("a");
    assertEquals(SHORT, tightest("a").limit());
    now = START.plusSeconds(301);
    assertEquals(
        "{RateLimit-Limit=3, RateLimit-Policy=3;w=86400, RateLimit-Remaining=0,"
            + " RateLimit-Reset=1767312000}",
        tightest("a").headers().toString());
  }

  @Test
  void holdsNoMoreThanItCan() {
    for (int i = 0; i < 110_000; i++) {
      counts.count("address " + i, List.of(SHORT));
    }
    assertEquals(0, counts.count("address 109999", List.of(SHORT)).getFirst().remaining());
    assertEquals(1, counts.count("address 1", List.of(SHORT)).getFirst().remaining());
  }
}
