package app.tiktoktoe.atproto.syntax;

import java.util.regex.Pattern;

/** The loose {@code uri} format of lexicons: a scheme and something without blanks after it. */
public final class UriSyntax {
  private static final int MAX_LENGTH = 8192;
  private static final Pattern URI =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,80}:[^\\s\\p{Cntrl}]++");

  private UriSyntax() {}

  public static boolean isValid(String input) {
    return input.length() <= MAX_LENGTH && URI.matcher(input).matches();
  }
}
