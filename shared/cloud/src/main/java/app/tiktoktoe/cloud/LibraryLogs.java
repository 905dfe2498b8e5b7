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
public final class LibraryLogs extends Handler {
  private final StructuredLog log;
  private final SimpleFormatter formatter = new SimpleFormatter();

  private LibraryLogs(StructuredLog log) {
    this.log = log;
    setLevel(Level.WARNING);
  }

  /**
   * Makes {@code log} the only handler of this process's root logger. When several functions share
   * a process the last one has it.
   */
  public static void into(StructuredLog log) {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new LibraryLogs(log));
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    String message = formatter.formatMessage(record);
    Throwable thrown = record.getThrown();
    if (thrown == null) {
      log.warning(message, entry -> entry.put("logger", record.getLoggerName()));
    } else {
      log.warning(
          message,
          entry ->
              entry
                  .put("logger", record.getLoggerName())
                  .put("stack_trace", StructuredLog.stackTrace(thrown)));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
