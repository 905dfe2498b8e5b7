package app.tiktoktoe.atproto.syntax;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates with a time in the intersection of RFC 3339 and ISO 8601 that the protocol allows: upper
 * case {@code T} and {@code Z}, a time zone always, never {@code -00:00}, years 0000 to 9999 in
 * UTC, no leap second.
 *
 * @see <a href="https://atproto.com/specs/lexicon#datetime">the specification</a>
 */
public final class AtDatetime {
  private static final int MAX_LENGTH = 64;
  private static final Pattern PROFILE =
      Pattern.compile(
          "(\\d{4})-(\\d{2})-(\\d{2})T(\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,20}))?"
              + "(?:Z|([+-])(\\d{2}):(\\d{2}))");
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private AtDatetime() {}

  /** Digits of the fraction beyond nanoseconds are cut off. */
  public static Instant parse(String input) {
    Matcher matcher = PROFILE.matcher(input);
    if (input.length() > MAX_LENGTH || !matcher.matches() || input.endsWith("-00:00")) {
      throw invalid(input);
    }
    Instant instant;
    try {
      instant = local(matcher).toInstant(ZoneOffset.UTC).minusSeconds(offsetSeconds(matcher));
    } catch (DateTimeException e) {
      throw invalid(input);
    }
    if (!inRange(instant)) {
      throw invalid(input);
    }
    return instant;
  }

  public static boolean isValid(String input) {
    try {
      parse(input);
      return true;
    } catch (InvalidSyntaxException e) {
      return false;
    }
  }

  /** For example {@code 1985-04-12T23:20:50.123Z}; finer digits are cut off. */
  public static String format(Instant instant) {
    if (!inRange(instant)) {
      throw new InvalidSyntaxException("A datetime needs a year from 0000 to 9999");
    }
    return MILLISECONDS.format(instant);
  }

  private static LocalDateTime local(Matcher matcher) {
    return LocalDateTime.of(
        number(matcher, 1),
        number(matcher, 2),
        number(matcher, 3),
        number(matcher, 4),
        number(matcher, 5),
        number(matcher, 6),
        nanos(matcher.group(7)));
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group), 10);
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9), 10);
  }

  private static int offsetSeconds(Matcher matcher) {
    if (matcher.group(8) == null) {
      return 0;
    }
    int hours = number(matcher, 9);
    int minutes = number(matcher, 10);
    if (hours > 23 || minutes > 59) {
      throw new DateTimeException("offset");
    }
    int seconds = hours * 3600 + minutes * 60;
    return "-".equals(matcher.group(8)) ? -seconds : seconds;
  }

  private static boolean inRange(Instant instant) {
    return !instant.isBefore(FIRST) && instant.isBefore(END);
  }

  private static InvalidSyntaxException invalid(String input) {
    return InvalidSyntaxException.of("a valid datetime", input);
  }
}
