package app.tiktoktoe.atproto.cid;

import java.util.regex.Pattern;

/**
 * The loose {@code cid} string format of lexicons: any multibase CIDv1 look-alike, not only the
 * kind that {@link Cid} stands for.
 */
public final class CidSyntax {
  private static final Pattern LOOKS_LIKE_A_CID = Pattern.compile("[a-zA-Z0-9+=]{8,256}");

  private CidSyntax() {}

  public static boolean isValid(String input) {
    return LOOKS_LIKE_A_CID.matcher(input).matches() && !isVersionZero(input);
  }

  private static boolean isVersionZero(String input) {
    return input.startsWith("Qm");
  }
}
