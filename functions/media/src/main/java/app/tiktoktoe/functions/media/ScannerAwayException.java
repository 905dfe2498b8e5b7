package app.tiktoktoe.functions.media;

import java.time.Duration;

/** Carries out of nested code that a scanner cannot say now. */
final class ScannerAwayException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Duration retryAfter;

  ScannerAwayException(Duration retryAfter) {
    super("the scanner is away");
    this.retryAfter = retryAfter;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
