package app.tiktoktoe.functions.auth.proxy;

import java.nio.charset.StandardCharsets;

/** A client's query string for another server. Stateless. */
final class QueryText {
  private static final String KEPT = "-._~!$'()*+,;:@/?&=%";
  private static final int HEX = 16;

  private QueryText() {}

  /** The same with everything encoded that a URL must not hold as it is; nothing is decoded. */
  static String escaped(String rawQuery) {
    StringBuilder escaped = new StringBuilder(rawQuery.length());
    for (int i = 0; i < rawQuery.length(); ) {
      int codePoint = rawQuery.codePointAt(i);
      int next = i + Character.charCount(codePoint);
      if (isKept(rawQuery, i, codePoint)) {
        escaped.append((char) codePoint);
      } else {
        for (byte b : rawQuery.substring(i, next).getBytes(StandardCharsets.UTF_8)) {
          escaped.append('%').append("%02X".formatted(b));
        }
      }
      i = next;
    }
    return escaped.toString();
  }

  private static boolean isKept(String text, int at, int codePoint) {
    if (codePoint == '%') {
      return at + 2 < text.length()
          && Character.digit(text.charAt(at + 1), HEX) >= 0
          && Character.digit(text.charAt(at + 2), HEX) >= 0;
    }
    boolean isAlphanumeric = codePoint < 0x80 && Character.isLetterOrDigit(codePoint);
    return isAlphanumeric || KEPT.indexOf(codePoint) >= 0;
  }
}
