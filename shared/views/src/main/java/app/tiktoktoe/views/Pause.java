package app.tiktoktoe.views;

import java.time.Duration;

/** Waits inside a handler. */
@FunctionalInterface
public interface Pause {
  /** Returns after {@code duration}. */
  void of(Duration duration);

  /** Sleeps; an interrupt ends the handler and stays set. */
  static Pause sleeping() {
    return duration -> {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting", e);
      }
    };
  }
}
