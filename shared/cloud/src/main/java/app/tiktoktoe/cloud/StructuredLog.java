package app.tiktoktoe.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * One JSON object per line, as Cloud Logging takes it from standard output: {@code severity},
 * {@code time}, {@code message}, {@code function} and the fields of the entry. Thread-safe: a line
 * is one write.
 *
 * <p>Entries carry no personal data: no token, key, address, handle or record text.
 */
public final class StructuredLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String function;
  private final OutputStream out;
  private final InstantSource clock;

  /** Writes to {@code out}. */
  public StructuredLog(String function, OutputStream out, InstantSource clock) {
    this.function = function;
    this.out = out;
    this.clock = clock;
  }

  /** The log of a deployed function. */
  public static StructuredLog ofFunction(String function) {
    return new StructuredLog(
        function, new FileOutputStream(FileDescriptor.out), InstantSource.system());
  }

  /** The name of the function that logs. */
  public String function() {
    return function;
  }

  /** An ordinary event. */
  public void info(String message, Consumer<ObjectNode> fields) {
    write("INFO", message, fields);
  }

  /**
   * The one line that every invocation ends with: metrics are made from it.
   *
   * @param method the method or topic that was served
   * @param status the HTTP status
   * @param took from the request to just before the answer
   * @param usage what it cost
   */
  public void invocation(String method, int status, Duration took, Usage usage) {
    info(
        "request",
        entry -> {
          entry.put("method", method);
          entry.put("status", status);
          entry.put("durationMs", took.toMillis());
          entry
              .putObject("firestore")
              .put("reads", usage.reads())
              .put("writes", usage.writes())
              .put("deletes", usage.deletes());
          entry.putObject("pubsub").put("published", usage.published());
        });
  }

  /** Something a person should look at some time. */
  public void warning(String message, Consumer<ObjectNode> fields) {
    write("WARNING", message, fields);
  }

  /** A fault, with its stack. */
  public void error(String message, Throwable fault, Consumer<ObjectNode> fields) {
    write("ERROR", message, fields.andThen(entry -> entry.put("stack_trace", stackTrace(fault))));
  }

  private void write(String severity, String message, Consumer<ObjectNode> fields) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("severity", severity);
    entry.put("time", clock.instant().toString());
    entry.put("message", message);
    entry.put("function", function);
    fields.accept(entry);
    byte[] line = (entry + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      synchronized (out) {
        out.write(line);
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String stackTrace(Throwable fault) {
    StringWriter text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
