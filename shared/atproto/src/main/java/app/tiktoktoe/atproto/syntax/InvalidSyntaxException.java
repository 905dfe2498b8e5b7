package app.tiktoktoe.atproto.syntax;

/**
 * A string that is not what it was taken for. The message names what was expected and quotes at
 * most the first 60 characters of the input, with anything unprintable replaced, so that it can be
 * shown and logged.
 */
public final class InvalidSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_QUOTED_CHARS = 60;

  /**
   * A refusal in the words of the caller.
   *
   * @param message shown as it is: quote input only through {@link #of}
   */
  public InvalidSyntaxException(String message) {
    super(message);
  }

  /**
   * A refusal that quotes the start of the input.
   *
   * @param expected with its article, for example {@code "a valid did"}
   */
  public static InvalidSyntaxException of(String expected, String input) {
    return new InvalidSyntaxException("Not " + expected + ": \"" + quote(input) + "\"");
  }

  private static String quote(String input) {
    boolean cut = input.length() > MAX_QUOTED_CHARS;
    String head = cut ? input.substring(0, MAX_QUOTED_CHARS) : input;
    StringBuilder printable = new StringBuilder(head.length() + 3);
    head.codePoints()
        .map(c -> Character.isISOControl(c) || isSurrogate(c) ? '?' : c)
        .forEach(printable::appendCodePoint);
    return cut ? printable.append("...").toString() : printable.toString();
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
