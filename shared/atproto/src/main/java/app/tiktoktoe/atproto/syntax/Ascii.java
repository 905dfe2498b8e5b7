package app.tiktoktoe.atproto.syntax;

/** Character classes that, unlike those of {@link Character}, stop at ASCII. */
final class Ascii {
  private Ascii() {}

  static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  static boolean isLetter(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetterOrDigit(char c) {
    return isLetter(c) || isDigit(c);
  }

  /** One label of a host name: 1 to 63 letters, digits and inner hyphens. */
  static boolean isHostLabel(String s, int from, int to) {
    int length = to - from;
    if (length < 1 || length > 63 || s.charAt(from) == '-' || s.charAt(to - 1) == '-') {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!isLetterOrDigit(s.charAt(i)) && s.charAt(i) != '-') {
        return false;
      }
    }
    return true;
  }
}
