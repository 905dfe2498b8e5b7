package app.tiktoktoe.atproto.syntax;

/**
 * The last part of a record's path: 1 to 512 characters of {@code A-Za-z0-9._:~-}, not {@code .} or
 * {@code ..}. Case-sensitive. Ordered as the repository tree orders it.
 *
 * @see <a href="https://atproto.com/specs/record-key">the specification</a>
 */
public record RecordKey(String value) implements Comparable<RecordKey> {
  private static final int MAX_LENGTH = 512;

  public RecordKey {
    if (!isValid(value)) {
      throw InvalidSyntaxException.of("a valid record key", value);
    }
  }

  public static RecordKey parse(String input) {
    return new RecordKey(input);
  }

  public static boolean isValid(String input) {
    if (input.isEmpty() || input.length() > MAX_LENGTH || input.equals(".") || input.equals("..")) {
      return false;
    }
    for (int i = 0; i < input.length(); i++) {
      char c = input.charAt(i);
      if (!Ascii.isLetterOrDigit(c) && "._:~-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(RecordKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
