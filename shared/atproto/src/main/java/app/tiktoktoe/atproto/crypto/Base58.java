package app.tiktoktoe.atproto.crypto;

import java.util.Arrays;

/**
 * Base58 with the Bitcoin alphabet, without the multibase prefix {@code z}.
 *
 * <p>Work grows with the square of the length, so text above {@value #MAX_CHARS} characters is
 * refused; keys need less than 100.
 */
public final class Base58 {
  /** Longest text that is decoded. */
  public static final int MAX_CHARS = 512;

  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int[] VALUES = values();

  private Base58() {}

  private static int[] values() {
    int[] values = new int[128];
    Arrays.fill(values, -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      values[ALPHABET.charAt(i)] = i;
    }
    return values;
  }

  /** Encodes bytes; each leading zero byte becomes one leading {@code 1}. */
  public static String encode(byte[] bytes) {
    int zeros = leadingZeros(bytes);
    byte[] number = bytes.clone();
    char[] out = new char[bytes.length * 2];
    int at = out.length;
    for (int start = zeros; start < number.length; ) {
      out[--at] = ALPHABET.charAt(divide(number, start, 256, 58));
      if (number[start] == 0) {
        start++;
      }
    }
    while (at < out.length && out[at] == ALPHABET.charAt(0)) {
      at++;
    }
    return "1".repeat(zeros) + new String(out, at, out.length - at);
  }

  /**
   * Decodes text.
   *
   * @throws IllegalArgumentException for a character outside the alphabet or too long a text
   */
  public static byte[] decode(String text) {
    if (text.length() > MAX_CHARS) {
      throw new IllegalArgumentException("base58 text is longer than " + MAX_CHARS);
    }
    byte[] digits = digits(text);
    int zeros = leadingZeros(digits);
    byte[] out = new byte[text.length()];
    int at = out.length;
    for (int start = zeros; start < digits.length; ) {
      out[--at] = (byte) divide(digits, start, 58, 256);
      if (digits[start] == 0) {
        start++;
      }
    }
    while (at < out.length && out[at] == 0) {
      at++;
    }
    return Arrays.copyOfRange(out, at - zeros, out.length);
  }

  private static byte[] digits(String text) {
    byte[] digits = new byte[text.length()];
    for (int i = 0; i < digits.length; i++) {
      char c = text.charAt(i);
      int value = c < 128 ? VALUES[c] : -1;
      if (value < 0) {
        throw new IllegalArgumentException("not a base58 character at position " + i);
      }
      digits[i] = (byte) value;
    }
    return digits;
  }

  private static int leadingZeros(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    return zeros;
  }

  /** Divides the big-endian number in place and returns the remainder. */
  private static int divide(byte[] number, int start, int base, int divisor) {
    int remainder = 0;
    for (int i = start; i < number.length; i++) {
      int value = remainder * base + (number[i] & 0xff);
      number[i] = (byte) (value / divisor);
      remainder = value % divisor;
    }
    return remainder;
  }
}
