package app.tiktoktoe.atproto.syntax;

import java.util.Locale;

/**
 * A domain name used as the name of an account, for example {@code alice.example.com}. Kept in
 * lower case; at most 253 characters. Reserved top-level domains ({@code .local}, {@code .invalid}
 * ...) are correct syntax and refused, where they must be, by whoever registers a handle.
 *
 * @see <a href="https://atproto.com/specs/handle">the specification</a>
 */
public record Handle(String value) implements AtIdentifier {
  private static final int MAX_LENGTH = 253;

  public Handle {
    if (!isValid(value)) {
      throw InvalidSyntaxException.of("a valid handle", value);
    }
    value = value.toLowerCase(Locale.ROOT);
  }

  public static Handle parse(String input) {
    return new Handle(input);
  }

  public static boolean isValid(String input) {
    if (input.length() > MAX_LENGTH) {
      return false;
    }
    int start = 0;
    for (int dot = input.indexOf('.'); dot >= 0; dot = input.indexOf('.', start)) {
      if (!Ascii.isHostLabel(input, start, dot)) {
        return false;
      }
      start = dot + 1;
    }
    return start > 0
        && Ascii.isHostLabel(input, start, input.length())
        && Ascii.isLetter(input.charAt(start));
  }

  @Override
  public String toString() {
    return value;
  }
}
