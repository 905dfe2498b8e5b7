package app.tiktoktoe.cloud;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A throwable as Java prints it, with its messages {@linkplain Redaction redacted} and cut: Error
 * Reporting reads this form. Stateless.
 */
final class StackTraceText {
  private static final int MAX_CHARACTERS = 32_000;
  private static final int MAX_MESSAGE = 500;

  private final StringBuilder text = new StringBuilder();
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private StackTraceText() {}

  static String of(Throwable fault) {
    StackTraceText trace = new StackTraceText();
    trace.append(fault, "", "");
    return trace.text.length() <= MAX_CHARACTERS
        ? trace.text.toString()
        : trace.text.substring(0, MAX_CHARACTERS);
  }

  /** The message, redacted and cut. */
  static String message(@Nullable String message) {
    String clean = Redaction.of(String.valueOf(message));
    return clean.length() <= MAX_MESSAGE ? clean : clean.substring(0, MAX_MESSAGE) + "…";
  }

  private void append(Throwable fault, String caption, String indent) {
    text.append(indent).append(caption).append(fault.getClass().getName());
    if (fault.getMessage() != null) {
      text.append(": ").append(message(fault.getMessage()));
    }
    text.append('\n');
    if (!seen.add(fault) || text.length() > MAX_CHARACTERS) {
      return;
    }
    for (StackTraceElement frame : fault.getStackTrace()) {
      text.append(indent).append("\tat ").append(frame).append('\n');
    }
    for (Throwable suppressed : fault.getSuppressed()) {
      append(suppressed, "Suppressed: ", indent + "\t");
    }
    if (fault.getCause() != null) {
      append(fault.getCause(), "Caused by: ", indent);
    }
  }
}
