package app.tiktoktoe.atproto.syntax;

/**
 * A timestamp identifier: 13 characters of {@code 234567abcdefghijklmnopqrstuvwxyz} that sort by
 * time. It packs microseconds since 1970 and a 10-bit clock id that keeps writers apart.
 *
 * @see <a href="https://atproto.com/specs/tid">the specification</a>
 */
public record Tid(String value) implements Comparable<Tid> {
  /** The largest time {@link #of} takes: 2^53 - 1 microseconds, in the year 2255. */
  public static final long MAX_MICROS = (1L << 53) - 1;

  private static final int CLOCK_ID_BITS = 10;
  static final int CLOCK_IDS = 1 << CLOCK_ID_BITS;
  private static final int LENGTH = 13;
  private static final String ALPHABET = "234567abcdefghijklmnopqrstuvwxyz";
  private static final String FIRST_CHARACTERS = ALPHABET.substring(0, 16);

  public Tid {
    if (!isValid(value)) {
      throw InvalidSyntaxException.of("a valid tid", value);
    }
  }

  public static Tid parse(String input) {
    return new Tid(input);
  }

  /**
   * The TID of a time and a clock.
   *
   * @param micros microseconds since 1970, 0 to {@link #MAX_MICROS}
   * @param clockId 0 to 1023
   */
  public static Tid of(long micros, int clockId) {
    if (micros < 0 || micros > MAX_MICROS) {
      throw new InvalidSyntaxException("Microseconds of a tid out of range: " + micros);
    }
    if (clockId < 0 || clockId >= CLOCK_IDS) {
      throw new InvalidSyntaxException("Clock id of a tid out of range: " + clockId);
    }
    long bits = (micros << CLOCK_ID_BITS) | clockId;
    char[] characters = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      characters[i] = ALPHABET.charAt((int) (bits & 31));
      bits >>>= 5;
    }
    return new Tid(new String(characters));
  }

  public static boolean isValid(String input) {
    if (input.length() != LENGTH || FIRST_CHARACTERS.indexOf(input.charAt(0)) < 0) {
      return false;
    }
    for (int i = 1; i < LENGTH; i++) {
      if (ALPHABET.indexOf(input.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Microseconds since 1970. The syntax allows values a little above {@link #MAX_MICROS}. */
  public long micros() {
    return bits() >>> CLOCK_ID_BITS;
  }

  /** 0 to 1023. */
  public int clockId() {
    return (int) (bits() & (CLOCK_IDS - 1));
  }

  private long bits() {
    long bits = 0;
    for (int i = 0; i < LENGTH; i++) {
      bits = (bits << 5) | ALPHABET.indexOf(value.charAt(i));
    }
    return bits;
  }

  @Override
  public int compareTo(Tid other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
