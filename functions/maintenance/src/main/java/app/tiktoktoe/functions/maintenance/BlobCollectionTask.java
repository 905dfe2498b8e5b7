package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.repository.BlobCollector;

/** Runs {@link BlobCollector} and logs what it did, when it did something. Thread-safe. */
record BlobCollectionTask(BlobCollector collector, StructuredLog log) implements Runnable {
  /** What a run looks at; the next one goes on. */
  static final int MAX_BLOBS = 500;

  @Override
  public void run() {
    BlobCollector.Collected collected = collector.run(MAX_BLOBS);
    if (collected.blobs() + collected.resumed() > 0) {
      log.info(
          "blobs collected",
          entry -> entry.put("blobs", collected.blobs()).put("resumed", collected.resumed()));
    }
  }
}
