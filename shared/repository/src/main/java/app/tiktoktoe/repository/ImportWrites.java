package app.tiktoktoe.repository;

import com.google.cloud.firestore.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects writes into batches as large as one may be. Used by one thread. */
final class ImportWrites {
  /** One below what a batch holds: the head is in each. */
  private static final int MAX_WRITES = 499;

  /** Of 10 MiB that a request may have, with room for names. */
  private static final long MAX_BYTES = 6_000_000;

  private final ImportFence fence;
  private final List<Consumer<WriteBatch>> writes = new ArrayList<>();
  private long bytes;

  ImportWrites(ImportFence fence) {
    this.fence = fence;
  }

  void add(long sizeBytes, Consumer<WriteBatch> write) {
    if (writes.size() == MAX_WRITES || bytes + sizeBytes > MAX_BYTES) {
      flush();
    }
    writes.add(write);
    bytes += sizeBytes;
  }

  void flush() {
    if (!writes.isEmpty()) {
      fence.commit(batch -> writes.forEach(write -> write.accept(batch)));
      writes.clear();
      bytes = 0;
    }
  }
}
