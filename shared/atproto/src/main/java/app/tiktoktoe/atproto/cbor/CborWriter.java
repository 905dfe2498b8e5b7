package app.tiktoktoe.atproto.cbor;

import app.tiktoktoe.atproto.cid.Cid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Appends DAG-CBOR items to a growing buffer, each with its shortest head. The caller keeps the
 * structure right: as many items as a header announced, and map keys in {@link CborKeys#ORDER}. Not
 * thread-safe.
 */
public final class CborWriter {
  private static final int DEFAULT_CAPACITY = 256;
  private static final int LINK_LENGTH = Cid.BYTE_LENGTH + 1;

  private byte[] buffer;
  private int size;

  public CborWriter() {
    this(DEFAULT_CAPACITY);
  }

  /**
   * Starts with room for that many bytes.
   *
   * @param capacityBytes what to reserve at first
   */
  public CborWriter(int capacityBytes) {
    buffer = new byte[Math.max(16, capacityBytes)];
  }

  /**
   * An integer that is not negative.
   *
   * @param value at least 0
   */
  public CborWriter uint(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("Not an unsigned integer: " + value);
    }
    return head(MajorType.UNSIGNED, value);
  }

  /**
   * A negative integer.
   *
   * @param value below 0
   */
  public CborWriter negative(long value) {
    if (value >= 0) {
      throw new IllegalArgumentException("Not a negative integer: " + value);
    }
    return head(MajorType.NEGATIVE, -1 - value);
  }

  /** An integer of either sign. */
  public CborWriter integer(long value) {
    return value < 0 ? negative(value) : uint(value);
  }

  public CborWriter bytes(byte[] value) {
    return bytes(value, 0, value.length);
  }

  public CborWriter bytes(byte[] value, int offset, int length) {
    head(MajorType.BYTES, length);
    return append(value, offset, length);
  }

  /**
   * A string.
   *
   * @throws InvalidDataException when the text has half of a surrogate pair
   */
  public CborWriter text(String value) {
    int start = size;
    head(MajorType.TEXT, value.length());
    ensure(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        size = start;
        return utf8Text(utf8(value));
      }
      buffer[size++] = (byte) c;
    }
    return this;
  }

  /**
   * A string.
   *
   * @param utf8 valid UTF-8; this is not checked
   */
  CborWriter utf8Text(byte[] utf8) {
    head(MajorType.TEXT, utf8.length);
    return append(utf8, 0, utf8.length);
  }

  /**
   * The start of an array.
   *
   * @param elements how many items follow
   */
  public CborWriter arrayHeader(int elements) {
    return head(MajorType.ARRAY, elements);
  }

  /**
   * The start of a map.
   *
   * @param entries how many pairs of key and value follow
   */
  public CborWriter mapHeader(int entries) {
    return head(MajorType.MAP, entries);
  }

  public CborWriter link(Cid cid) {
    head(MajorType.TAG, MajorType.LINK_TAG);
    head(MajorType.BYTES, LINK_LENGTH);
    ensure(LINK_LENGTH);
    buffer[size++] = 0;
    cid.copyTo(buffer, size);
    size += Cid.BYTE_LENGTH;
    return this;
  }

  public CborWriter bool(boolean value) {
    return one(value ? MajorType.TRUE : MajorType.FALSE);
  }

  public CborWriter nullValue() {
    return one(MajorType.NULL);
  }

  /** Appends one complete item that is encoded already. */
  public CborWriter encoded(byte[] item) {
    return append(item, 0, item.length);
  }

  /** Bytes written so far. */
  public int size() {
    return size;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  static byte[] utf8(String value) {
    checkText(value);
    return value.getBytes(StandardCharsets.UTF_8);
  }

  static void checkText(String value) {
    if (hasLoneSurrogate(value)) {
      throw new InvalidDataException("Text with half of a surrogate pair");
    }
  }

  private static boolean hasLoneSurrogate(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean lone =
          Character.isHighSurrogate(c)
              ? i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1))
              : Character.isLowSurrogate(c)
                  && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
      if (lone) {
        return true;
      }
    }
    return false;
  }

  private CborWriter head(int majorType, long argument) {
    ensure(9);
    int type = majorType << 5;
    if (argument < 24) {
      buffer[size++] = (byte) (type | argument);
    } else if (argument < 0x100) {
      bigEndian(type | 24, argument, 1);
    } else if (argument < 0x10000) {
      bigEndian(type | 25, argument, 2);
    } else if (argument < 0x1_0000_0000L) {
      bigEndian(type | 26, argument, 4);
    } else {
      bigEndian(type | 27, argument, 8);
    }
    return this;
  }

  private void bigEndian(int initial, long argument, int length) {
    buffer[size++] = (byte) initial;
    for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (argument >>> shift);
    }
  }

  private CborWriter one(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
    return this;
  }

  private CborWriter append(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, buffer, size, length);
    size += length;
    return this;
  }

  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(needed, buffer.length + (buffer.length >> 1)));
    }
  }
}
