package app.tiktoktoe.emulators.logging;

import com.google.logging.type.LogSeverity;
import com.google.logging.v2.LogEntry;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of the Logging query language that is understood: {@code logName="..."}, {@code
 * labels.NAME="..."} and {@code severity>=NAME}, joined by {@code AND} or new lines.
 *
 * <p>Anything else is refused with {@code INVALID_ARGUMENT}, for to answer with too much or too
 * little would be a lie.
 */
final class EntryFilter {
  private static final Pattern JOIN = Pattern.compile("\\s+AND\\s+|\\s*\\n\\s*");
  private static final Pattern LOG_NAME = Pattern.compile("logName\\s*=\\s*(\"[^\"]+\"|[^\"\\s]+)");
  private static final Pattern SEVERITY = Pattern.compile("severity\\s*>=\\s*\"?([A-Za-z]+)\"?");

  private static final Pattern LABEL =
      Pattern.compile("labels\\.([A-Za-z_]+)\\s*=\\s*\"([^\"]*)\"");

  private EntryFilter() {}

  static Predicate<LogEntry> parse(String filter) {
    Predicate<LogEntry> all = entry -> true;
    if (filter.isBlank()) {
      return all;
    }
    return Arrays.stream(JOIN.split(filter.strip()))
        .map(EntryFilter::term)
        .reduce(all, Predicate::and);
  }

  private static Predicate<LogEntry> term(String term) {
    Matcher logName = LOG_NAME.matcher(term);
    if (logName.matches()) {
      String wanted = logName.group(1).replace("\"", "");
      return entry -> entry.getLogName().equals(wanted);
    }
    Matcher severity = SEVERITY.matcher(term);
    if (severity.matches()) {
      int least = severity(severity.group(1)).getNumber();
      return entry -> entry.getSeverityValue() >= least;
    }
    Matcher label = LABEL.matcher(term);
    if (label.matches()) {
      String wanted = label.group(2);
      return entry -> wanted.equals(entry.getLabelsMap().get(label.group(1)));
    }
    throw refuse(
        "this emulator's filters are logName=\"...\", labels.NAME=\"...\" and severity>=NAME,"
            + " joined by AND: "
            + term);
  }

  private static LogSeverity severity(String name) {
    for (LogSeverity severity : LogSeverity.values()) {
      if (severity != LogSeverity.UNRECOGNIZED && severity.name().equalsIgnoreCase(name)) {
        return severity;
      }
    }
    throw refuse("no such severity: " + name);
  }

  private static StatusRuntimeException refuse(String message) {
    return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
  }
}
