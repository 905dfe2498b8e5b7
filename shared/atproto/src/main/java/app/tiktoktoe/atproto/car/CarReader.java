package app.tiktoktoe.atproto.car;

import app.tiktoktoe.atproto.cbor.CborReader;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Reads a CAR of version 1 block by block and checks each block against its CID. Holds one block at
 * a time, of at most {@link #MAX_BLOCK_BYTES}. Blocks may come in any order and more than once.
 *
 * <p>What is not a CAR of the protocol's own kind of CIDs is refused with an {@link
 * InvalidDataException}: another version, no root, a block that is cut off, too long or not what
 * its CID says. The stream is the caller's to buffer and to close. Not thread-safe.
 *
 * @see <a href="https://ipld.io/specs/transport/car/carv1/">CARv1</a>
 */
public final class CarReader {
  /** Above the largest record and the largest tree node that a repository may have. */
  public static final int MAX_BLOCK_BYTES = 2_000_000;

  private static final int MAX_HEADER_BYTES = 4096;
  private static final int MAX_VARINT_BYTES = 9;

  /** Up to here what is announced is allocated at once. */
  private static final int SMALL_BYTES = 16_384;

  private final InputStream in;
  private final MessageDigest sha256 = Sha256.newDigest();
  private final Cid root;

  /** Reads the header. */
  public CarReader(InputStream in) throws IOException {
    this.in = in;
    long length = length().orElseThrow(() -> new InvalidDataException("A CAR without a header"));
    if (length > MAX_HEADER_BYTES) {
      throw new InvalidDataException("A CAR header of " + length + " bytes");
    }
    this.root = root(new CborReader(bytes((int) length)));
  }

  private static Cid root(CborReader header) {
    if (header.mapHeader() != 2 || !header.text().equals("roots")) {
      throw new InvalidDataException("A CAR header has roots and version");
    }
    int roots = header.arrayHeader();
    if (roots == 0) {
      throw new InvalidDataException("A CAR without a root");
    }
    Cid root = header.link();
    for (int i = 1; i < roots; i++) {
      header.link();
    }
    if (!header.text().equals("version") || header.integer() != CarWriter.VERSION) {
      throw new InvalidDataException("A CAR of another version than " + CarWriter.VERSION);
    }
    header.requireEnd();
    return root;
  }

  /** The first root. */
  public Cid root() {
    return root;
  }

  /**
   * The next block; empty at the end.
   *
   * @throws InvalidDataException as the class says; nothing can be read after it
   */
  public Optional<CarBlock> next() throws IOException {
    Optional<Long> length = length();
    return length.isEmpty() ? Optional.empty() : Optional.of(block(length.get()));
  }

  private CarBlock block(long length) throws IOException {
    long content = length - Cid.BYTE_LENGTH;
    if (content < 0 || content > MAX_BLOCK_BYTES) {
      throw new InvalidDataException("A block of " + content + " bytes");
    }
    Cid cid = cid(bytes(Cid.BYTE_LENGTH));
    byte[] bytes = bytes((int) content);
    if (!cid.hasDigest(sha256.digest(bytes))) {
      throw new InvalidDataException("A block that is not what its CID says");
    }
    return new CarBlock(cid, bytes);
  }

  private static Cid cid(byte[] bytes) {
    try {
      return Cid.fromBytes(bytes);
    } catch (InvalidSyntaxException e) {
      throw new InvalidDataException("A block under a CID of another kind", e);
    }
  }

  private Optional<Long> length() throws IOException {
    int b = in.read();
    if (b < 0) {
      return Optional.empty();
    }
    long value = b & 0x7f;
    for (int shift = 7; b >= 0x80; shift += 7) {
      b = in.read();
      if (b < 0) {
        throw new InvalidDataException("A CAR that is cut off");
      }
      if (shift >= 7 * MAX_VARINT_BYTES) {
        throw new InvalidDataException("A length that is too long");
      }
      if (b == 0) {
        throw new InvalidDataException("A length that is not in its shortest form");
      }
      value |= (long) (b & 0x7f) << shift;
    }
    return Optional.of(value);
  }

  /** Allocates what the stream has, not what it announces. */
  private byte[] bytes(int length) throws IOException {
    byte[] bytes;
    int found;
    if (length <= SMALL_BYTES) {
      bytes = new byte[length];
      found = in.readNBytes(bytes, 0, length);
    } else {
      bytes = in.readNBytes(length);
      found = bytes.length;
    }
    if (found < length) {
      throw new InvalidDataException("A CAR that is cut off");
    }
    return bytes;
  }
}
