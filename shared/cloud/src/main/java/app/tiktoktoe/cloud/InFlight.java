package app.tiktoktoe.cloud;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The requests that an instance serves just now, and whether it takes more. Thread-safe. */
final class InFlight {
  private final Set<Running<?>> running = new HashSet<>();
  private boolean stopping;
  private long lastArrival = System.nanoTime();

  /** Takes a request, which must {@link #leave}; false when the instance is about to end. */
  synchronized boolean enter(Running<?> request) {
    lastArrival = System.nanoTime();
    return !stopping && running.add(request);
  }

  synchronized void leave(Running<?> request) {
    running.remove(request);
    notifyAll();
  }

  /** Whether no more requests are taken. */
  synchronized boolean isStopping() {
    return stopping;
  }

  /** Takes no more. */
  synchronized void stop() {
    stopping = true;
  }

  /** Those that are not done. */
  synchronized List<Running<?>> all() {
    return List.copyOf(running);
  }

  /**
   * Waits until none is left and none has come for {@code quiet}, at most for {@code limit}.
   * Returns whether that came to pass.
   */
  synchronized boolean awaitNone(Duration quiet, Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      long untilLimit = limit.toNanos() - (now - start);
      long untilQuiet = quiet.toNanos() - (now - Math.max(lastArrival, start));
      if (running.isEmpty() && untilQuiet <= 0) {
        return true;
      }
      if (untilLimit <= 0) {
        return false;
      }
      long wait = running.isEmpty() ? Math.min(untilLimit, untilQuiet) : untilLimit;
      wait(Math.max(1, Duration.ofNanos(wait).toMillis()));
    }
  }
}
