package app.tiktoktoe.cloud;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Carries what libraries say through {@code java.util.logging} into a {@link StructuredLog}, from
 * warnings up. The framework's own handler writes a stack trace as invalid JSON.
 */
final class LibraryLogs extends Handler {
  private final StructuredLog log;
  private final SimpleFormatter formatter = new SimpleFormatter();

  private LibraryLogs(StructuredLog log) {
    this.log = log;
    setLevel(Level.WARNING);
  }

  /**
   * Makes {@code log} the only handler of this process's root logger, and what hears of uncaught
   * exceptions. When several functions share a process the last one has it.
   */
  static void into(StructuredLog log) {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new LibraryLogs(log));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, fault) -> log.foreign("ERROR", "uncaught", fault, thread.getName()));
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    log.foreign(
        severity(record),
        formatter.formatMessage(record),
        record.getThrown(),
        String.valueOf(record.getLoggerName()));
  }

  private static String severity(LogRecord record) {
    return record.getLevel().intValue() >= Level.SEVERE.intValue() ? "ERROR" : "WARNING";
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
