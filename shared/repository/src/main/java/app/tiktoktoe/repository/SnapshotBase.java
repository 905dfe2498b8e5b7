package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.car.CarBlock;
import app.tiktoktoe.atproto.car.CarReader;
import app.tiktoktoe.atproto.cid.Cid;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The records of an older snapshot, in the order of their keys. Used by one thread. */
final class SnapshotBase implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final InputStream in;
  private final CarReader car;

  SnapshotBase(InputStream in) throws IOException {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
    this.car = new CarReader(this.in);
  }

  /** It has not what it must have. */
  static final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingException(Cid cid) {
      super("a snapshot without " + cid, null, false, false);
    }
  }

  /**
   * Reads on to a record. Records that did not change are in the same order as before, so whatever
   * lies between is of no use any more.
   */
  byte[] next(Cid record) throws IOException {
    for (Optional<CarBlock> block = car.next(); block.isPresent(); block = car.next()) {
      if (block.get().cid().equals(record)) {
        return block.get().bytes();
      }
    }
    throw new MissingException(record);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
