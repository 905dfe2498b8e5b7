package app.tiktoktoe.atproto.syntax;

/**
 * A decentralized identifier such as {@code did:plc:7iza6de2dwap2sbkpav7c6c6}: at most 2048
 * characters, case-sensitive, no path, query or fragment. Every method name is accepted here; which
 * ones can be resolved is the business of the resolver.
 *
 * @see <a href="https://atproto.com/specs/did">the specification</a>
 */
public record Did(String value) implements AtIdentifier {
  private static final int MAX_LENGTH = 2048;

  public Did {
    if (!isValid(value)) {
      throw InvalidSyntaxException.of("a valid did", value);
    }
  }

  public static Did parse(String input) {
    return new Did(input);
  }

  public static boolean isValid(String input) {
    if (input.length() > MAX_LENGTH || !input.startsWith("did:")) {
      return false;
    }
    int colon = input.indexOf(':', 4);
    return colon > 4 && isMethodName(input, colon) && isMethodSpecificId(input, colon + 1);
  }

  /** The method name, for example {@code plc}. */
  public String method() {
    return value.substring(4, value.indexOf(':', 4));
  }

  /** What follows the method name, as it stands (a did:web keeps its percent encoding). */
  public String methodSpecificId() {
    return value.substring(value.indexOf(':', 4) + 1);
  }

  private static boolean isMethodName(String input, int end) {
    for (int i = 4; i < end; i++) {
      if (!Ascii.isLower(input.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMethodSpecificId(String input, int start) {
    for (int i = start; i < input.length(); i++) {
      char c = input.charAt(i);
      if (!Ascii.isLetterOrDigit(c) && "._:%-".indexOf(c) < 0) {
        return false;
      }
    }
    return input.length() > start && !input.endsWith(":") && !input.endsWith("%");
  }

  @Override
  public String toString() {
    return value;
  }
}
