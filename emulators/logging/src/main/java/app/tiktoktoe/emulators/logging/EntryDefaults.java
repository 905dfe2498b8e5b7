package app.tiktoktoe.emulators.logging;

import com.google.logging.v2.LogEntry;
import com.google.logging.v2.WriteLogEntriesRequest;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Completes the entries of a write as the service does, or refuses the write as a whole. */
final class EntryDefaults {
  private static final Pattern LOG_NAME =
      Pattern.compile("(projects|organizations|billingAccounts|folders)/[^/\\s]+/logs/[^/\\s]+");

  private final InstantSource clock;

  EntryDefaults(InstantSource clock) {
    this.clock = clock;
  }

  List<LogEntry> complete(WriteLogEntriesRequest request) {
    Timestamp now = now();
    List<LogEntry> complete = new ArrayList<>();
    for (LogEntry entry : request.getEntriesList()) {
      complete.add(complete(entry, request, now));
    }
    return complete;
  }

  private static LogEntry complete(LogEntry entry, WriteLogEntriesRequest request, Timestamp now) {
    LogEntry.Builder complete = entry.toBuilder().setReceiveTimestamp(now);
    if (entry.getLogName().isEmpty()) {
      complete.setLogName(request.getLogName());
    }
    checkLogName(complete.getLogName());
    if (!entry.hasResource()) {
      complete.setResource(request.getResource());
    }
    if (complete.getResource().getType().isEmpty()) {
      throw invalid("an entry needs a resource with a type, its own or the request's");
    }
    if (!entry.hasTimestamp()) {
      complete.setTimestamp(now);
    }
    if (entry.getInsertId().isEmpty()) {
      complete.setInsertId(UUID.randomUUID().toString());
    }
    for (Map.Entry<String, String> label : request.getLabelsMap().entrySet()) {
      if (!entry.containsLabels(label.getKey())) {
        complete.putLabels(label.getKey(), label.getValue());
      }
    }
    return complete.build();
  }

  static void checkLogName(String logName) {
    if (!LOG_NAME.matcher(logName).matches()) {
      throw invalid("log_name must be projects/P/logs/L, L URL-encoded: " + logName);
    }
  }

  private Timestamp now() {
    Instant now = clock.instant();
    return Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
  }

  private static StatusRuntimeException invalid(String message) {
    return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
  }
}
