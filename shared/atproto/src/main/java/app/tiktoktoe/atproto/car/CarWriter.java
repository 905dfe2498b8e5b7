package app.tiktoktoe.atproto.car;

import app.tiktoktoe.atproto.cbor.CborWriter;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.cid.Varint;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes a CAR of version 1 block by block, so that a repository of any size needs no memory. The
 * stream is the caller's to buffer and to close. Not thread-safe.
 *
 * @see <a href="https://ipld.io/specs/transport/car/carv1/">CARv1</a>
 */
public final class CarWriter {
  static final int VERSION = 1;

  private final OutputStream out;

  /**
   * Writes the header.
   *
   * @param root for a repository the CID of its commit
   */
  public CarWriter(OutputStream out, Cid root) throws IOException {
    this(out, List.of(root));
  }

  private CarWriter(OutputStream out, List<Cid> roots) throws IOException {
    this.out = out;
    CborWriter header = new CborWriter(64);
    header.mapHeader(2).text("roots").arrayHeader(roots.size());
    roots.forEach(header::link);
    byte[] bytes = header.text("version").uint(VERSION).toByteArray();
    out.write(Varint.encode(bytes.length));
    out.write(bytes);
  }

  /** Writes the header of blocks that do not hang together; a {@link CarReader} refuses them. */
  public static CarWriter withoutRoot(OutputStream out) throws IOException {
    return new CarWriter(out, List.of());
  }

  /**
   * Writes a block.
   *
   * @param cid the hash of the bytes, which is not computed again
   */
  public void block(Cid cid, byte[] bytes) throws IOException {
    out.write(Varint.encode(Cid.BYTE_LENGTH + (long) bytes.length));
    out.write(cid.bytes());
    out.write(bytes);
  }
}
