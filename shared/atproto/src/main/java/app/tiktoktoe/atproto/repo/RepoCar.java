package app.tiktoktoe.atproto.repo;

import app.tiktoktoe.atproto.car.CarBlock;
import app.tiktoktoe.atproto.car.CarReader;
import app.tiktoktoe.atproto.car.CarWriter;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.InvalidTreeException;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstReader;
import app.tiktoktoe.atproto.mst.MstVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A whole repository as a CAR.
 *
 * @param commit its signature is not yet verified
 * @param entries all records, in key order; they make exactly the tree that the commit signs
 * @param blocks among them each record
 * @see <a href="https://atproto.com/specs/repository#car-file-serialization">CAR export</a>
 */
public record RepoCar(Commit commit, List<MstEntry> entries, Map<Cid, byte[]> blocks) {
  public RepoCar {
    entries = List.copyOf(entries);
    blocks = Collections.unmodifiableMap(blocks);
  }

  /**
   * What a reader holds at most.
   *
   * @param bytes of all blocks with their CIDs, a repeated block counted each time
   * @param records in the tree
   */
  public record Limits(long bytes, int records) {}

  /**
   * Reads and checks a repository; blocks may come in any order.
   *
   * <p>Blocks that belong to nothing are kept and do no harm. Records are not decoded.
   *
   * @throws InvalidDataException if it is no CAR, no commit, above the limit of bytes, or a record
   *     is missing
   * @throws InvalidTreeException if the tree is incomplete, not canonical, or above the limit of
   *     records
   */
  public static RepoCar read(InputStream in, Limits limits) throws IOException {
    CarReader reader = new CarReader(in);
    Map<Cid, byte[]> blocks = blocks(reader, limits);
    Commit commit = Commit.decode(blocks, reader.root());
    List<MstEntry> entries = new MstReader(blocks::get).entries(commit.data(), limits.records());
    for (MstEntry entry : entries) {
      if (entry.value().isRaw()) {
        throw new InvalidDataException("A record under the CID of a blob: " + entry.key());
      }
      block(blocks, entry.value(), entry.key());
    }
    return new RepoCar(commit, entries, blocks);
  }

  private static Map<Cid, byte[]> blocks(CarReader reader, Limits limits) throws IOException {
    Map<Cid, byte[]> blocks = new HashMap<>();
    long bytes = 0;
    for (Optional<CarBlock> next = reader.next(); next.isPresent(); next = reader.next()) {
      bytes += Cid.BYTE_LENGTH + next.get().bytes().length;
      if (bytes > limits.bytes()) {
        throw new InvalidDataException("A repository of more than " + limits.bytes() + " bytes");
      }
      blocks.put(next.get().cid(), next.get().bytes());
    }
    return blocks;
  }

  private static byte[] block(Map<Cid, byte[]> blocks, Cid cid, String what) {
    byte[] block = blocks.get(cid);
    if (block == null) {
      throw new InvalidDataException("A repository without the block of " + what);
    }
    return block;
  }

  /** The record of an entry, as DAG-CBOR; the array is not copied. */
  public byte[] record(MstEntry entry) {
    return block(blocks, entry.value(), entry.key());
  }

  /**
   * Writes a repository in the preferred order: the commit, then each node before what it holds, so
   * that a reader can follow as it comes.
   *
   * @param records gives each entry's record; asked once for each entry, in key order
   */
  public static void write(
      OutputStream out, Commit commit, Mst tree, Function<MstEntry, byte[]> records)
      throws IOException {
    byte[] block = commit.encode();
    Cid cid = Cid.ofCbor(block);
    CarWriter car = new CarWriter(out, cid);
    car.block(cid, block);
    try {
      tree.walk(
          new MstVisitor() {
            @Override
            public void node(Cid node, byte[] bytes) {
              add(car, node, bytes);
            }

            @Override
            public void entry(MstEntry entry) {
              add(car, entry.value(), records.apply(entry));
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void add(CarWriter car, Cid cid, byte[] block) {
    try {
      car.block(cid, block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
