package app.tiktoktoe.atproto.cbor;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads DAG-CBOR items one after another and refuses, with an {@link InvalidDataException},
 * whatever has another spelling or is not in the data model: long heads, indefinite lengths,
 * floats, undefined, tags other than links, text that is not UTF-8, integers beyond 64 bits with
 * sign. A header never announces more than the remaining bytes can hold, so a caller may allocate
 * by it. Nesting is the caller's to bound, and so is the order of keys ({@link #key}). Not
 * thread-safe.
 */
public final class CborReader {
  /** The most elements of an array and entries of a map. */
  public static final int MAX_CONTAINER_ELEMENTS = 131_072;

  private final byte[] bytes;
  private final int end;
  private int position;

  public CborReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads a part of an array that nobody changes meanwhile. */
  public CborReader(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  /** What the next item is, without reading it. */
  public Type peek() {
    int initial = initialByte();
    return switch (initial >>> 5) {
      case MajorType.UNSIGNED, MajorType.NEGATIVE -> Type.INTEGER;
      case MajorType.BYTES -> Type.BYTES;
      case MajorType.TEXT -> Type.TEXT;
      case MajorType.ARRAY -> Type.ARRAY;
      case MajorType.MAP -> Type.MAP;
      case MajorType.TAG -> Type.LINK;
      default -> simpleType(initial);
    };
  }

  private static Type simpleType(int initial) {
    return switch (initial) {
      case MajorType.FALSE, MajorType.TRUE -> Type.BOOL;
      case MajorType.NULL -> Type.NULL;
      default -> throw new InvalidDataException("Floats, undefined and other simple values");
    };
  }

  public long integer() {
    boolean negative = initialByte() >>> 5 == MajorType.NEGATIVE;
    long argument = head(negative ? MajorType.NEGATIVE : MajorType.UNSIGNED);
    if (argument < 0) {
      throw new InvalidDataException("An integer beyond 64 bits with sign");
    }
    return negative ? -1 - argument : argument;
  }

  public byte[] bytes() {
    int length = length(MajorType.BYTES);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  public String text() {
    int length = length(MajorType.TEXT);
    if (isAscii(position, position + length)) {
      position += length;
      return new String(bytes, position - length, length, StandardCharsets.ISO_8859_1);
    }
    ByteBuffer utf8 = ByteBuffer.wrap(bytes, position, length);
    position += length;
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidDataException("Text that is not UTF-8", e);
    }
  }

  private boolean isAscii(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a map key.
   *
   * @param previous the key before it in the same map, null for the first
   * @throws InvalidDataException when it does not come after {@code previous}, as a repeated key
   *     does not
   */
  public String key(@Nullable String previous) {
    String key = text();
    if (previous != null
        && CborKeys.ORDER.compare(CborWriter.utf8(previous), CborWriter.utf8(key)) >= 0) {
      throw new InvalidDataException("Map keys out of order or repeated");
    }
    return key;
  }

  /** How many items follow: 0 to {@link #MAX_CONTAINER_ELEMENTS}. */
  public int arrayHeader() {
    return container(MajorType.ARRAY, 1);
  }

  /** How many pairs of key and value follow: 0 to {@link #MAX_CONTAINER_ELEMENTS}. */
  public int mapHeader() {
    return container(MajorType.MAP, 2);
  }

  public Cid link() {
    if (head(MajorType.TAG) != MajorType.LINK_TAG) {
      throw new InvalidDataException("A tag other than 42");
    }
    int length = length(MajorType.BYTES);
    if (length == 0 || bytes[position] != 0) {
      throw new InvalidDataException("A link without its zero byte");
    }
    position += length;
    try {
      return Cid.fromBytes(bytes, position - length + 1, length - 1);
    } catch (InvalidSyntaxException e) {
      throw new InvalidDataException("A link that is not a CID of the protocol", e);
    }
  }

  public boolean bool() {
    int initial = initialByte();
    if (initial != MajorType.TRUE && initial != MajorType.FALSE) {
      throw new InvalidDataException("Not a boolean");
    }
    position++;
    return initial == MajorType.TRUE;
  }

  public void nullValue() {
    if (initialByte() != MajorType.NULL) {
      throw new InvalidDataException("Not null");
    }
    position++;
  }

  /** Reads a null when the next item is one; answers whether it did. */
  public boolean nextIsNull() {
    if (initialByte() != MajorType.NULL) {
      return false;
    }
    position++;
    return true;
  }

  /** The offset of the next item in the array this reader was made with. */
  public int position() {
    return position;
  }

  public boolean atEnd() {
    return position == end;
  }

  /**
   * Checks that everything was read.
   *
   * @throws InvalidDataException when something follows
   */
  public void requireEnd() {
    if (!atEnd()) {
      throw new InvalidDataException("Bytes after the end");
    }
  }

  private int container(int majorType, int minBytesPerElement) {
    long elements = head(majorType);
    if (elements < 0
        || elements > MAX_CONTAINER_ELEMENTS
        || elements * minBytesPerElement > end - position) {
      throw new InvalidDataException("A container longer than its data or the limit");
    }
    return (int) elements;
  }

  private int length(int majorType) {
    long length = head(majorType);
    if (length < 0 || length > end - position) {
      throw new InvalidDataException("A string longer than its data");
    }
    return (int) length;
  }

  private int initialByte() {
    if (position >= end) {
      throw new InvalidDataException("Data that is cut off");
    }
    return bytes[position] & 0xff;
  }

  /** The argument of the head; above 2^63 - 1 it shows as a negative number. */
  private long head(int majorType) {
    int initial = initialByte();
    if (initial >>> 5 != majorType) {
      throw new InvalidDataException("Another type than expected");
    }
    position++;
    int info = initial & 31;
    if (info < 24) {
      return info;
    }
    return switch (info) {
      case 24 -> argument(1, 24);
      case 25 -> argument(2, 0x100);
      case 26 -> argument(4, 0x1_0000);
      case 27 -> argument(8, 0x1_0000_0000L);
      default -> throw new InvalidDataException("An indefinite length or reserved head");
    };
  }

  private long argument(int length, long smallest) {
    if (length > end - position) {
      throw new InvalidDataException("Data that is cut off");
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = (value << 8) | (bytes[position++] & 0xff);
    }
    if (Long.compareUnsigned(value, smallest) < 0) {
      throw new InvalidDataException("A head that is not the shortest");
    }
    return value;
  }

  /** The kinds of items in the data model. */
  public enum Type {
    INTEGER,
    BYTES,
    TEXT,
    ARRAY,
    MAP,
    LINK,
    BOOL,
    NULL
  }
}
