package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lets the writers of one repository work one after another on this instance, in the order they
 * came: they would only make each other's heads stale. Thread-safe.
 */
final class WriterQueues {
  private static final int QUEUES = 256;

  private final ReentrantLock[] queues =
      Stream.generate(() -> new ReentrantLock(true)).limit(QUEUES).toArray(ReentrantLock[]::new);

  <T> T inTurn(Did did, Supplier<T> work) {
    ReentrantLock queue = queues[Math.floorMod(did.hashCode(), QUEUES)];
    queue.lock();
    try {
      return work.get();
    } finally {
      queue.unlock();
    }
  }
}
