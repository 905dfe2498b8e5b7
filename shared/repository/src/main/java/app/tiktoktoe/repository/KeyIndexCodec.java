package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstEntry;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@link KeyIndex} as bytes: a byte for its kind, the number of keys, then per key the number of
 * bytes it shares with the key before, the number that follow, those bytes, and the 32 bytes of the
 * record's digest: about 46 bytes a record. A spine goes on with a byte per segment, 1 where it has
 * keys, and the 32 bytes of its subtree's digest. Numbers are in base 128, low part first.
 * Stateless.
 */
final class KeyIndexCodec {
  private static final int LIST = 1;
  private static final int SPINE = 2;
  private static final int DIGEST_BYTES = 32;
  private static final int TYPICAL_ENTRY_BYTES = 48;

  private KeyIndexCodec() {}

  static byte[] encode(KeyIndex index) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64 + index.size() * TYPICAL_ENTRY_BYTES);
    switch (index) {
      case KeyList keys -> {
        out.write(LIST);
        writeEntries(out, keys.entries());
      }
      case Spine spine -> {
        out.write(SPINE);
        writeEntries(out, spine.dividers());
        for (Optional<Cid> subtree : spine.subtrees()) {
          out.write(subtree.isPresent() ? 1 : 0);
          subtree.ifPresent(cid -> out.writeBytes(cid.digest()));
        }
      }
    }
    return out.toByteArray();
  }

  private static void writeEntries(ByteArrayOutputStream out, List<MstEntry> entries) {
    writeNumber(out, entries.size());
    byte[] before = {};
    for (MstEntry entry : entries) {
      byte[] key = entry.key().getBytes(StandardCharsets.US_ASCII);
      int shared = sharedBytes(before, key);
      writeNumber(out, shared);
      writeNumber(out, key.length - shared);
      out.write(key, shared, key.length - shared);
      out.writeBytes(entry.value().digest());
      before = key;
    }
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
  static KeyIndex decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      KeyIndex index =
          switch (in.get()) {
            case LIST -> new KeyList(entries(in));
            case SPINE -> spine(in);
            default -> throw new IllegalStateException("keys of another kind");
          };
      if (in.hasRemaining()) {
        throw new IllegalStateException("keys and something else");
      }
      return index;
    } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IllegalStateException("the keys are cut off", e);
    }
  }

  /** Reads a segment. */
  static KeyList decodeList(byte[] bytes) {
    if (decode(bytes) instanceof KeyList keys) {
      return keys;
    }
    throw new IllegalStateException("a spine instead of keys");
  }

  private static Spine spine(ByteBuffer in) {
    List<MstEntry> dividers = entries(in);
    List<Optional<Cid>> subtrees = new ArrayList<>(dividers.size() + 1);
    byte[] digest = new byte[DIGEST_BYTES];
    for (int i = 0; i <= dividers.size(); i++) {
      if (in.get() == 0) {
        subtrees.add(Optional.empty());
      } else {
        in.get(digest);
        subtrees.add(Optional.of(Cid.ofCborDigest(digest)));
      }
    }
    return new Spine(dividers, subtrees);
  }

  private static List<MstEntry> entries(ByteBuffer in) {
    int count = readNumber(in);
    List<MstEntry> entries = new ArrayList<>(Math.min(count, in.remaining() / DIGEST_BYTES));
    byte[] digest = new byte[DIGEST_BYTES];
    String before = "";
    for (int i = 0; i < count; i++) {
      int shared = readNumber(in);
      byte[] suffix = new byte[Math.min(readNumber(in), in.remaining() + 1)];
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
