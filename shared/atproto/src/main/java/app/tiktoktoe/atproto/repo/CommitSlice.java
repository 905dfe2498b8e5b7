package app.tiktoktoe.atproto.repo;

import app.tiktoktoe.atproto.car.CarBlock;
import app.tiktoktoe.atproto.car.CarReader;
import app.tiktoktoe.atproto.car.CarWriter;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.InvalidTreeException;
import app.tiktoktoe.atproto.mst.Mst;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The part of a repository that an event carries: a commit, the nodes that prove its operations and
 * the records it wrote.
 *
 * @param commit its signature is not yet verified
 * @param blocks all of them, the commit too
 */
public record CommitSlice(Commit commit, Map<Cid, byte[]> blocks) {
  /** The most bytes that the CAR of an event may have. */
  public static final int MAX_BYTES = 2_000_000;

  public CommitSlice {
    blocks = Collections.unmodifiableMap(blocks);
  }

  /**
   * Collects the blocks of a new commit.
   *
   * @param tree after the operations; the changed keys and their neighbours must be known
   * @param records gives the record under each CID that an operation left
   * @throws InvalidTreeException if a node that is needed is hidden
   */
  public static CommitSlice of(
      Commit commit, Mst tree, List<RepoOp> ops, Function<Cid, byte[]> records) {
    Map<Cid, byte[]> blocks = new LinkedHashMap<>();
    byte[] block = commit.encode();
    blocks.put(Cid.ofCbor(block), block);
    blocks.putAll(CommitProof.nodes(tree, ops));
    for (RepoOp op : ops) {
      Cid record = op.after();
      if (record != null) {
        blocks.put(record, records.apply(record));
      }
    }
    return new CommitSlice(commit, blocks);
  }

  /** The commit alone, as a {@code #sync} event carries it. */
  public static CommitSlice of(Commit commit) {
    byte[] block = commit.encode();
    return new CommitSlice(commit, Map.of(Cid.ofCbor(block), block));
  }

  /** The CAR, the commit first. */
  public byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Cid root = commit.cid();
    try {
      CarWriter car = new CarWriter(out, root);
      car.block(root, commit.encode());
      for (Map.Entry<Cid, byte[]> block : blocks.entrySet()) {
        if (!block.getKey().equals(root)) {
          car.block(block.getKey(), block.getValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Reads a CAR with blocks in any order.
   *
   * @throws InvalidDataException if it is no CAR, has more than {@link #MAX_BYTES} or no commit
   */
  public static CommitSlice decode(byte[] car) {
    if (car.length > MAX_BYTES) {
      throw new InvalidDataException("A slice of " + car.length + " bytes");
    }
    try {
      CarReader reader = new CarReader(new ByteArrayInputStream(car));
      Map<Cid, byte[]> blocks = new HashMap<>();
      for (Optional<CarBlock> next = reader.next(); next.isPresent(); next = reader.next()) {
        blocks.put(next.get().cid(), next.get().bytes());
      }
      return new CommitSlice(Commit.decode(blocks, reader.root()), blocks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The root of the tree before the operations, from these blocks alone.
   *
   * @throws InvalidTreeException as {@link CommitProof#rootBefore}
   */
  public Cid rootBefore(List<RepoOp> ops) {
    return CommitProof.rootBefore(blocks::get, commit.data(), ops);
  }
}
