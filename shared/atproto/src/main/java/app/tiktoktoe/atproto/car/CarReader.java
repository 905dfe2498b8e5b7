package app.tiktoktoe.atproto.car;

import app.tiktoktoe.atproto.cbor.CborReader;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.cid.Varint;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
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

  private final InputStream in;
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
    Cid actual = cid.isRaw() ? Cid.ofRaw(bytes) : Cid.ofCbor(bytes);
    if (!actual.equals(cid)) {
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
    byte[] varint = new byte[MAX_VARINT_BYTES];
    for (int i = 0; i < varint.length; i++) {
      int b = in.read();
      if (b < 0 && i == 0) {
        return Optional.empty();
      }
      if (b < 0) {
        throw new InvalidDataException("A CAR that is cut off");
      }
      varint[i] = (byte) b;
      if (b < 0x80) {
        return Optional.of(length(Arrays.copyOf(varint, i + 1)));
      }
    }
    throw new InvalidDataException("A length that is too long");
  }

  private static long length(byte[] varint) {
    try {
      return Varint.read(varint, 0).value();
    } catch (InvalidSyntaxException e) {
      throw new InvalidDataException("A length that is not in its shortest form", e);
    }
  }

  /** Allocates what the stream has, not what it announces. */
  private byte[] bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new InvalidDataException("A CAR that is cut off");
    }
    return bytes;
  }
}
