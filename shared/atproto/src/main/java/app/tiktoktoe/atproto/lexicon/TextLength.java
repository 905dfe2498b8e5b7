package app.tiktoktoe.atproto.lexicon;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a text is for a lexicon: in UTF-8 bytes and in grapheme clusters, which readers see. */
final class TextLength {
  private static final Pattern GRAPHEME = Pattern.compile("\\X");

  private TextLength() {}

  static long utf8Bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  /** Grapheme clusters, counted no further than one beyond {@code limit}. */
  static long graphemes(String text, long limit) {
    Matcher matcher = GRAPHEME.matcher(text);
    long count = 0;
    while (count <= limit && matcher.find()) {
      count++;
    }
    return count;
  }
}
