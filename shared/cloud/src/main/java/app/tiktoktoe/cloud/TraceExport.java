package app.tiktoktoe.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans by OTLP over HTTP, within a request and before its answer: afterwards an instance has
 * no CPU. Spans that are not taken in time are lost, and the next ones are not sent for a while, so
 * that a collector in trouble costs few requests anything. Thread-safe.
 *
 * <p>{@code HttpURLConnection}, as it starts several times faster than the JDK's new client.
 */
final class TraceExport {
  private static final Duration CONNECT_LIMIT = Duration.ofMillis(200);
  private static final Duration READ_LIMIT = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final URI endpoint;
  private final Map<String, Object> resource;
  private final AccessToken token;
  private final StructuredLog log;
  private volatile boolean stopped;
  private volatile long pausedUntil = System.nanoTime();

  TraceExport(URI endpoint, Map<String, Object> resource, AccessToken token, StructuredLog log) {
    this.endpoint = endpoint;
    this.resource = resource;
    this.token = token;
    this.log = log;
  }

  /**
   * Sends to {@code OTEL_EXPORTER_OTLP_ENDPOINT}, with the function's own credentials when that is
   * Google's; empty when there is none.
   */
  static Optional<TraceExport> from(Environment environment, StructuredLog log) {
    Map<String, Object> resource =
        Map.of(
            "service.name",
            log.function(),
            "service.version",
            environment.find("SERVICE_VERSION").orElse("unknown"),
            "gcp.project_id",
            environment.find("GOOGLE_CLOUD_PROJECT").orElse("unknown"));
    return environment
        .find("OTEL_EXPORTER_OTLP_ENDPOINT")
        .map(base -> URI.create(base.replaceFirst("/+$", "") + "/v1/traces"))
        .map(uri -> new TraceExport(uri, resource, token(uri), log));
  }

  static AccessToken token(URI endpoint) {
    return String.valueOf(endpoint.getHost()).endsWith(".googleapis.com")
        ? AccessToken.ofThisFunction()
        : AccessToken.none();
  }

  /** Sends the spans; never fails. */
  void send(List<Span> spans) {
    if (spans.isEmpty() || stopped || System.nanoTime() - pausedUntil < 0) {
      return;
    }
    try {
      int status = post(OtlpEncoding.of(resource, spans));
      if (status / 100 != 2) {
        pause("answered " + status);
      }
    } catch (IOException | RuntimeException e) {
      pause(String.valueOf(e));
    }
  }

  /** Sends nothing any more. */
  void stop() {
    stopped = true;
  }

  private void pause(String why) {
    pausedUntil = System.nanoTime() + PAUSE.toNanos();
    log.warning("traces not sent", entry -> entry.put("reason", why));
  }

  private int post(byte[] body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT_LIMIT.toMillis());
    connection.setReadTimeout((int) READ_LIMIT.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    connection.setRequestProperty("Content-Type", "application/x-protobuf");
    token
        .headers(endpoint)
        .forEach((name, values) -> values.forEach(v -> connection.setRequestProperty(name, v)));
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int status = connection.getResponseCode();
    drain(status < 400 ? connection.getInputStream() : connection.getErrorStream());
    return status;
  }

  /** So that the connection is kept for the next time. */
  private static void drain(@Nullable InputStream answer) throws IOException {
    if (answer != null) {
      try (answer) {
        answer.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
