package app.tiktoktoe.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class AtDatetimeTest {
  @Test
  void countsTheOffset() {
    assertEquals(
        Instant.parse("1985-04-13T06:20:50.123456789Z"),
        AtDatetime.parse("1985-04-12T23:20:50.1234567891-07:00"));
  }

  @Property
  void readsWhatItWrote(
      @ForAll @LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L) long millis) {
    Instant instant = Instant.ofEpochMilli(millis);
    assertEquals(instant, AtDatetime.parse(AtDatetime.format(instant)));
  }

  @Test
  void refusesYearsOfFiveDigits() {
    assertThrows(InvalidSyntaxException.class, () -> AtDatetime.parse("9999-12-31T23:59:59-01:00"));
    assertThrows(
        InvalidSyntaxException.class,
        () -> AtDatetime.format(Instant.parse("+10000-01-01T00:00:00Z")));
  }
}
