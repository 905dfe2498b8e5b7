package app.tiktoktoe.functions.auth;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes times as the protocol does, for example {@code 2026-01-31T12:00:00.000Z}. Stateless. */
final class Times {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  static String millis(Instant instant) {
    return MILLIS.format(instant);
  }
}
