package app.tiktoktoe.atproto.syntax;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The name of a lexicon, for example {@code app.bsky.feed.post}: a reversed domain and a name, at
 * most 317 characters. Case-sensitive, and kept as written.
 *
 * @see <a href="https://atproto.com/specs/nsid">the specification</a>
 */
public record Nsid(String value) {
  private static final int MAX_LENGTH = 317;
  private static final int MAX_NAME_LENGTH = 63;

  public Nsid {
    if (!isValid(value)) {
      throw InvalidSyntaxException.of("a valid nsid", value);
    }
  }

  public static Nsid parse(String input) {
    return new Nsid(input);
  }

  public static boolean isValid(String input) {
    int nameStart = input.lastIndexOf('.') + 1;
    return input.length() <= MAX_LENGTH
        && nameStart > 1
        && isAuthority(input, nameStart - 1)
        && isName(input, nameStart, input.length());
  }

  /** The last segment: {@code post} of {@code app.bsky.feed.post}. */
  public String name() {
    return value.substring(value.lastIndexOf('.') + 1);
  }

  /** The domain in charge, in DNS order: {@code feed.bsky.app} of {@code app.bsky.feed.post}. */
  public String authority() {
    String reversed = value.substring(0, value.lastIndexOf('.')).toLowerCase(Locale.ROOT);
    List<String> segments = Arrays.asList(reversed.split("\\.", -1));
    Collections.reverse(segments);
    return String.join(".", segments);
  }

  private static boolean isAuthority(String input, int end) {
    if (!Ascii.isLetter(input.charAt(0))) {
      return false;
    }
    int start = 0;
    int segments = 0;
    for (int dot = input.indexOf('.'); dot >= 0 && dot <= end; dot = input.indexOf('.', start)) {
      if (!Ascii.isHostLabel(input, start, dot)) {
        return false;
      }
      start = dot + 1;
      segments++;
    }
    return segments >= 2;
  }

  private static boolean isName(String input, int start, int end) {
    if (end - start < 1 || end - start > MAX_NAME_LENGTH || !Ascii.isLetter(input.charAt(start))) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (!Ascii.isLetterOrDigit(input.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }
}
