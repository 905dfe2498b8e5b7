package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.car.CarWriter;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstVisitor;
import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.firestore.DocumentSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the CAR of a tree as it is visited. A record comes from where it costs least: what was
 * written after the older snapshot from memory, everything else from that snapshot, and without one
 * from its document, a page at a time. Used by one thread.
 *
 * <p>A record that was changed since the head was read is left out and counted.
 */
final class SnapshotWriter implements MstVisitor {
  private static final int MAX_PARTS = 1_000;

  private final Did did;
  private final CarWriter car;
  private final RecordBlocks records;
  private final LaterRecords later;
  private final @Nullable SnapshotBase base;
  private final List<Part> parts = new ArrayList<>();
  private final List<MstEntry> fetched = new ArrayList<>();
  private long leftOut;

  /** What is to be written next. */
  private sealed interface Part {
    /** Bytes at hand. */
    @SuppressWarnings("ArrayRecordComponent")
    record Block(Cid cid, byte[] bytes) implements Part {}

    /** A record of the older snapshot. */
    record InBase(Cid cid) implements Part {}

    /** A record whose document is read with others. */
    record InDocument(MstEntry entry) implements Part {}
  }

  SnapshotWriter(
      OutputStream out,
      Head head,
      RecordBlocks records,
      LaterRecords later,
      @Nullable SnapshotBase base)
      throws IOException {
    this.did = head.did();
    this.records = records;
    this.later = later;
    this.base = base;
    this.car = new CarWriter(out, head.cid());
    car.block(head.cid(), head.commit().encode());
  }

  @Override
  public void node(Cid cid, byte[] block) {
    add(new Part.Block(cid, block));
  }

  @Override
  public void entry(MstEntry entry) {
    LaterRecords.Later found = later.find(entry.key());
    if (found == null) {
      if (base == null) {
        fetch(entry);
      } else {
        add(new Part.InBase(entry.value()));
      }
    } else if (!found.cid().equals(entry.value())) {
      leftOut++;
    } else if (found.block() == null) {
      fetch(entry);
    } else {
      add(new Part.Block(entry.value(), found.block()));
    }
  }

  private void fetch(MstEntry entry) {
    fetched.add(entry);
    add(new Part.InDocument(entry));
  }

  private void add(Part part) {
    parts.add(part);
    if (parts.size() >= MAX_PARTS || fetched.size() >= RecordBlocks.PAGE) {
      flush();
    }
  }

  /** Writes what is collected, and says how many records of the tree are missing. */
  long finish() {
    flush();
    return leftOut;
  }

  private void flush() {
    Iterator<DocumentSnapshot> documents =
        fetched.isEmpty()
            ? List.<DocumentSnapshot>of().iterator()
            : records.get(did, fetched).iterator();
    try {
      for (Part part : parts) {
        write(part, documents);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    parts.clear();
    fetched.clear();
  }

  private void write(Part part, Iterator<DocumentSnapshot> documents) throws IOException {
    switch (part) {
      case Part.Block(Cid cid, byte[] bytes) -> car.block(cid, bytes);
      case Part.InBase(Cid cid) -> {
        if (base != null) {
          car.block(cid, base.next(cid));
        }
      }
      case Part.InDocument(MstEntry entry) -> {
        Optional<byte[]> block = RecordBlocks.find(entry, documents.next());
        if (block.isPresent()) {
          car.block(entry.value(), block.get());
        } else {
          leftOut++;
        }
      }
    }
  }
}
