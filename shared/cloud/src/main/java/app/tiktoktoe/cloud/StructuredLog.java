package app.tiktoktoe.cloud;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line, as Cloud Logging takes it from standard output: {@code severity},
 * {@code time}, {@code message}, {@code function}, the trace and the request that the thread works
 * for, and the fields of the entry. Thread-safe: a line is one write.
 *
 * <p>Entries carry no personal data: no token, key, address, handle, DID or record text. Texts are
 * {@linkplain Redaction redacted} none the less, as they may come from a library.
 */
public final class StructuredLog {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final Set<String> OUR_OWN_WORDS =
      Set.of(
          "method",
          "topic",
          "outcome",
          "state",
          "logger",
          "stack_trace",
          "jobId",
          "messageId",
          "@type");
  private static final String REPORTED =
      "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent";

  private final String function;
  private final String version;
  private final Optional<String> project;
  private final OutputStream out;
  private final InstantSource clock;

  /** Writes to {@code out}; without a project, so that traces are named by their id alone. */
  public StructuredLog(String function, OutputStream out, InstantSource clock) {
    this(function, Environment.of(Map.of()), out, clock);
  }

  /**
   * Writes to {@code out}.
   *
   * @param environment {@code GOOGLE_CLOUD_PROJECT} names the traces, {@code SERVICE_VERSION} the
   *     release in Error Reporting
   */
  StructuredLog(String function, Environment environment, OutputStream out, InstantSource clock) {
    this.function = function;
    this.version = environment.find("SERVICE_VERSION").orElse("unknown");
    this.project = environment.find("GOOGLE_CLOUD_PROJECT");
    this.out = out;
    this.clock = clock;
  }

  /** The log of a deployed function. */
  static StructuredLog ofFunction(String function, Environment environment) {
    return new StructuredLog(
        function, environment, new FileOutputStream(FileDescriptor.out), InstantSource.system());
  }

  /** What lines take their time from. */
  Instant now() {
    return clock.instant();
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
   * @param more further fields
   */
  void invocation(
      String method, int status, Duration took, Usage usage, Consumer<ObjectNode> more) {
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
          usage.ages().forEach((name, since) -> entry.put(name, millisSince(since)));
          more.accept(entry);
        });
  }

  private long millisSince(Instant time) {
    return Math.max(0, Duration.between(time, clock.instant()).toMillis());
  }

  /** Something a person should look at some time. */
  public void warning(String message, Consumer<ObjectNode> fields) {
    write("WARNING", message, fields);
  }

  /** A fault, with its stack, for Error Reporting. */
  public void error(String message, Throwable fault, Consumer<ObjectNode> fields) {
    write("ERROR", message, fields.andThen(entry -> report(entry, fault)));
  }

  private void report(ObjectNode entry, Throwable fault) {
    entry.put("stack_trace", StackTraceText.of(fault));
    entry.put("@type", REPORTED);
    entry.putObject("serviceContext").put("service", function).put("version", version);
  }

  /** What a library or the machine says, which may be anything: the message is redacted. */
  void foreign(String severity, String message, @Nullable Throwable fault, String logger) {
    write(
        severity,
        StackTraceText.message(message),
        entry -> {
          entry.put("logger", logger);
          if (fault != null) {
            report(entry, fault);
          }
        });
  }

  private void write(String severity, String message, Consumer<ObjectNode> fields) {
    ObjectNode given = JSON.createObjectNode();
    fields.accept(given);
    redact(given);
    ObjectNode entry = JSON.createObjectNode();
    entry.put("severity", severity);
    entry.put("time", clock.instant().toString());
    entry.put("message", message);
    entry.put("function", function);
    RequestContext.current().ifPresent(request -> tie(entry, request));
    entry.setAll(given);
    try {
      byte[] json = JSON.writeValueAsBytes(entry);
      synchronized (out) {
        out.write(line(json));
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] line(byte[] json) {
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  private void tie(ObjectNode entry, RequestContext request) {
    String trace = request.traceId();
    entry.put(
        "logging.googleapis.com/trace",
        project.map(name -> "projects/" + name + "/traces/" + trace).orElse(trace));
    entry.put("logging.googleapis.com/spanId", request.spanId());
    entry.put("logging.googleapis.com/trace_sampled", request.sampled());
    entry.put("requestId", request.requestId());
  }

  private static void redact(ObjectNode entry) {
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      if (field.getValue() instanceof TextNode text && !OUR_OWN_WORDS.contains(field.getKey())) {
        field.setValue(TextNode.valueOf(StackTraceText.message(text.textValue())));
      }
    }
  }
}
