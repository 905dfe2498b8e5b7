package app.tiktoktoe.views.timeline;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.views.timeline.TimelineEntry.Kind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a {@link TimelineEntry}, whose unsigned bytes sort by time: 6 bytes of
 * milliseconds since 1970, 1 byte of kind and author form, 8 bytes of TID, and the author: the 15
 * bytes that a {@code did:plc} encodes, or the first 16 bytes of the SHA-256 of any other DID.
 */
final class PackedEntry implements Comparable<PackedEntry> {
  private static final int TIME_BYTES = 6;
  private static final int HEAD_BYTES = TIME_BYTES + 1 + Long.BYTES;
  private static final int HASHED = 0x80;

  private final byte[] bytes;

  PackedEntry(byte[] bytes) {
    this.bytes = bytes;
  }

  static PackedEntry of(TimelineEntry entry) {
    byte @Nullable [] plc = AuthorBytes.ofPlc(entry.author());
    byte[] author = plc == null ? AuthorBytes.hash(entry.author()) : plc;
    long millis = entry.sortAt().toEpochMilli();
    ByteBuffer buffer = ByteBuffer.allocate(HEAD_BYTES + author.length);
    buffer.putShort((short) (millis >>> Integer.SIZE)).putInt((int) millis);
    buffer.put((byte) (entry.kind().code() | (plc == null ? HASHED : 0)));
    buffer.putLong(tidBits(entry.rkey())).put(author);
    return new PackedEntry(buffer.array());
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** The entry, or null when its author is hashed and not among {@code byHash}. */
  @Nullable TimelineEntry open(Map<ByteBuffer, Did> byHash) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long millis = ((buffer.getShort() & 0xffffL) << Integer.SIZE) | (buffer.getInt() & 0xffffffffL);
    int form = buffer.get() & 0xff;
    long tid = buffer.getLong();
    byte[] author = Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
    Did did = (form & HASHED) == 0 ? AuthorBytes.plc(author) : byHash.get(ByteBuffer.wrap(author));
    return did == null
        ? null
        : new TimelineEntry(
            Instant.ofEpochMilli(millis), Kind.ofCode(form & ~HASHED), tid(tid), did);
  }

  private static long tidBits(Tid tid) {
    return (tid.micros() << 10) | tid.clockId();
  }

  private static Tid tid(long bits) {
    return Tid.of(bits >>> 10, (int) (bits & 1023));
  }

  @Override
  public int compareTo(PackedEntry other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackedEntry entry && Arrays.equals(bytes, entry.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
