package app.tiktoktoe.atproto.cid;

import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;

/** Unsigned LEB128 numbers of at most 63 bits, shortest form only, as CIDs and CAR files use. */
public final class Varint {
  private static final int MAX_BYTES = 9;

  private Varint() {}

  /**
   * A number and where it ended.
   *
   * @param next the offset of the first byte after the number
   */
  public record Read(long value, int next) {}

  /**
   * The shortest form.
   *
   * @throws IllegalArgumentException when {@code value} is negative
   */
  public static byte[] encode(long value) {
    byte[] out = new byte[length(value)];
    long rest = value;
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) ((rest & 0x7f) | (i < out.length - 1 ? 0x80 : 0));
      rest >>>= 7;
    }
    return out;
  }

  /** How many bytes {@link #encode} needs: 1 to 9. */
  public static int length(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("A varint cannot be negative: " + value);
    }
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  /**
   * Reads one number that starts at {@code offset}.
   *
   * @throws InvalidSyntaxException when it is cut off, too long or not in its shortest form
   */
  public static Read read(byte[] bytes, int offset) {
    long value = 0;
    for (int i = 0; i < MAX_BYTES && offset + i < bytes.length; i++) {
      byte b = bytes[offset + i];
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        if (b == 0 && i > 0) {
          throw new InvalidSyntaxException("A varint is not in its shortest form");
        }
        return new Read(value, offset + i + 1);
      }
    }
    throw new InvalidSyntaxException("A varint is cut off or too long");
  }
}
