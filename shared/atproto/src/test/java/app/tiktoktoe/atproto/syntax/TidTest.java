package app.tiktoktoe.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TidTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00.000001Z"));
  private static final long NOW_MICROS = 1_767_225_600_000_001L;

  static Stream<JsonNode> official() {
    return Vectors.cases("generated/tids.json");
  }

  @ParameterizedTest
  @MethodSource("official")
  void matchesTheOfficialOnes(JsonNode vector) {
    Tid tid = Tid.of(vector.path("micros").longValue(), vector.path("clockId").intValue());
    assertEquals(vector.path("tid").asText(), tid.toString());
  }

  @Property
  void keepsTimeAndClock(
      @ForAll @LongRange(max = Tid.MAX_MICROS) long micros,
      @ForAll @IntRange(max = 1023) int clockId) {
    Tid tid = Tid.parse(Tid.of(micros, clockId).value());
    assertEquals(micros, tid.micros());
    assertEquals(clockId, tid.clockId());
  }

  @Property
  void sortsByTime(
      @ForAll @LongRange(max = Tid.MAX_MICROS) long a,
      @ForAll @LongRange(max = Tid.MAX_MICROS) long b) {
    assertEquals(
        Integer.signum(Long.compare(a, b)), Integer.signum(Tid.of(a, 7).compareTo(Tid.of(b, 7))));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThrows(InvalidSyntaxException.class, () -> Tid.of(-1, 0));
    assertThrows(InvalidSyntaxException.class, () -> Tid.of(Tid.MAX_MICROS + 1, 0));
    assertThrows(InvalidSyntaxException.class, () -> Tid.of(0, 1024));
  }

  @Test
  void theClockGivesNowAndThenRises() {
    TidClock clock = new TidClock(CLOCK, new Random(1));
    Tid first = clock.next(null);
    assertEquals(NOW_MICROS, first.micros());
    assertTrue(clock.next(null).compareTo(first) > 0);
  }

  @Test
  void theClockStaysAboveAPredecessorFromTheFuture() {
    TidClock clock = new TidClock(CLOCK, new Random(1));
    Tid future = Tid.of(NOW_MICROS + 1_000_000, 1023);
    assertEquals(future.micros() + 1, clock.next(future).micros());
    assertTrue(clock.next(null).compareTo(future) < 0, "another repository is not dragged along");
  }
}
