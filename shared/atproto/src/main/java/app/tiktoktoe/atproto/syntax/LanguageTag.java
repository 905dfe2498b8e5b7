package app.tiktoktoe.atproto.syntax;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A BCP 47 language tag such as {@code ja} or {@code pt-BR}: well-formed by RFC 5646, the language
 * itself in lower case, and no variant or extension twice. Whether its subtags are registered is
 * not looked up.
 */
public record LanguageTag(String value) {
  private static final int MAX_LENGTH = 128;
  private static final String GRANDFATHERED =
      "(?i:en-GB-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
          + "|sgn-(?:BE-FR|BE-NL|CH-DE)|art-lojban|cel-gaulish|no-(?:bok|nyn)"
          + "|zh-(?:guoyu|hakka|min|min-nan|xiang))";
  private static final String PRIVATE_USE = "[xX](?:-[A-Za-z0-9]{1,8})+";
  private static final Pattern WELL_FORMED =
      Pattern.compile(
          GRANDFATHERED
              + "|[a-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
              + "(?<variants>(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*)"
              + "(?<extensions>(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*)"
              + "(?:-"
              + PRIVATE_USE
              + ")?"
              + "|"
              + PRIVATE_USE);

  public LanguageTag {
    if (!isValid(value)) {
      throw InvalidSyntaxException.of("a valid language tag", value);
    }
  }

  public static LanguageTag parse(String input) {
    return new LanguageTag(input);
  }

  public static boolean isValid(String input) {
    if (input.length() > MAX_LENGTH) {
      return false;
    }
    Matcher matcher = WELL_FORMED.matcher(input);
    return matcher.matches()
        && !repeats(matcher.group("variants"), 4, 8)
        && !repeats(matcher.group("extensions"), 1, 1);
  }

  private static boolean repeats(@Nullable String subtags, int minLength, int maxLength) {
    if (subtags == null) {
      return false;
    }
    Set<String> seen = new HashSet<>();
    for (String subtag : subtags.toLowerCase(Locale.ROOT).split("-", -1)) {
      boolean counts = subtag.length() >= minLength && subtag.length() <= maxLength;
      if (counts && !seen.add(subtag)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return value;
  }
}
