package app.tiktoktoe.canary;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets the working thread put things right when the machine wants to stop. Thread-safe. */
final class Interruption {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Thread worker;
  private final CountDownLatch settled = new CountDownLatch(1);

  private Interruption(Thread worker) {
    this.worker = worker;
  }

  static Interruption ofThisThread() {
    return new Interruption(Thread.currentThread());
  }

  /** The worker has nothing to put right any more. */
  void settled() {
    settled.countDown();
  }

  /** Interrupts the worker unless it is done, and waits until it is. */
  void interruptAndWait() {
    if (settled.getCount() == 0) {
      return;
    }
    worker.interrupt();
    try {
      settled.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
