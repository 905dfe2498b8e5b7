package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstEntry;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link KeyList} as bytes: a version byte, then per key the number of bytes it shares with the
 * key before, the number that follow (both in base 128, low part first), those bytes, and the 32
 * bytes of the record's digest. About 46 bytes a record. Stateless.
 */
final class KeyListCodec {
  private static final int VERSION = 1;
  private static final int DIGEST_BYTES = 32;
  private static final int TYPICAL_ENTRY_BYTES = 48;

  private KeyListCodec() {}

  static byte[] encode(KeyList keys) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 + keys.size() * TYPICAL_ENTRY_BYTES);
    out.write(VERSION);
    byte[] before = {};
    for (MstEntry entry : keys.entries()) {
      byte[] key = entry.key().getBytes(StandardCharsets.US_ASCII);
      int shared = sharedBytes(before, key);
      writeNumber(out, shared);
      writeNumber(out, key.length - shared);
      out.write(key, shared, key.length - shared);
      out.writeBytes(entry.value().digest());
      before = key;
    }
    return out.toByteArray();
  }

  private static int sharedBytes(byte[] left, byte[] right) {
    int limit = Math.min(left.length, right.length);
    int shared = 0;
    while (shared < limit && left[shared] == right[shared]) {
      shared++;
    }
    return shared;
  }

  private static void writeNumber(ByteArrayOutputStream out, int number) {
    int rest = number;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalStateException when it is anything else
   */
  static KeyList decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int version = in.get();
      if (version != VERSION) {
        throw new IllegalStateException("key list of version " + version);
      }
      return new KeyList(entries(in));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("the key list is cut off", e);
    }
  }

  private static List<MstEntry> entries(ByteBuffer in) {
    List<MstEntry> entries = new ArrayList<>(in.remaining() / TYPICAL_ENTRY_BYTES);
    byte[] digest = new byte[DIGEST_BYTES];
    String before = "";
    while (in.hasRemaining()) {
      int shared = readNumber(in);
      byte[] suffix = new byte[readNumber(in)];
      in.get(suffix);
      in.get(digest);
      before = before.substring(0, shared) + new String(suffix, StandardCharsets.US_ASCII);
      entries.add(new MstEntry(before, Cid.ofCborDigest(digest)));
    }
    return entries;
  }

  private static int readNumber(ByteBuffer in) {
    int number = 0;
    int shift = 0;
    byte part;
    do {
      part = in.get();
      number |= (part & 0x7f) << shift;
      shift += 7;
    } while (part < 0);
    return number;
  }
}
