package app.tiktoktoe.oauth;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The parts of scopes that more than one kind has. Stateless. */
final class Scopes {
  static final String ANY = "*";

  private static final Pattern FRAGMENT = Pattern.compile("[A-Za-z0-9._~-]+");
  private static final Pattern PLC = Pattern.compile("did:plc:[a-z2-7]{24}");
  private static final Pattern WEB =
      Pattern.compile("did:web:(localhost(%3A[0-9]{1,5})?|[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+)");

  private Scopes() {}

  /** Whether a character may stand in a scope: RFC 6749, section 3.3. */
  static boolean isChar(int c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
  }

  static boolean isNsidOrAny(String text) {
    return text.equals(ANY) || Nsid.isValid(text);
  }

  /** Whether it names a service of a DID, for example {@code did:web:example.com#api}. */
  static boolean isAudience(String text) {
    int hash = text.indexOf('#');
    if (hash < 0 || !FRAGMENT.matcher(text.substring(hash + 1)).matches()) {
      return false;
    }
    String did = text.substring(0, hash);
    return Did.isValid(did) && (PLC.matcher(did).matches() || WEB.matcher(did).matches());
  }

  /** Whether it is a media type or a range of them. */
  static boolean isMediaRange(String text) {
    if (text.equals("*/*")) {
      return true;
    }
    String[] halves = text.split("/", -1);
    return halves.length == 2
        && isMediaWord(halves[0])
        && (halves[1].equals(ANY) || isMediaWord(halves[1]));
  }

  private static boolean isMediaWord(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '*');
  }

  /** Whether a media type is in one of the ranges. */
  static boolean isAccepted(List<String> ranges, String mediaType) {
    String type = mediaType.toLowerCase(Locale.ROOT);
    if (!isMediaRange(type) || type.contains(ANY)) {
      return false;
    }
    return ranges.stream()
        .map(range -> range.toLowerCase(Locale.ROOT))
        .anyMatch(
            range ->
                range.equals("*/*")
                    || range.equals(type)
                    || (range.endsWith("/*")
                        && type.startsWith(range.substring(0, range.length() - 1))));
  }
}
