package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The metrics that the cloud makes of the functions' log lines, made of the same lines: the names,
 * labels and buckets of {@code terraform/modules/observability}. Rendered as Prometheus text.
 * Thread-safe.
 */
final class MetricsFromLogs {
  private static final List<Long> MILLIS =
      bounds(
          5, 10, 25, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 7500,
          10000, 15000, 30000, 60000, 120000, 300000, 600000);
  private static final List<Long> DOCUMENTS =
      bounds(
          0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 35, 40, 50, 75, 100, 150, 200, 300, 500, 1000,
          2000, 5000, 10000);
  private static final Set<String> ENDS_OF_A_JOB = Set.of("completed", "failed", "refused");

  /** All of them. A name's slash is an underscore in the text. */
  static final List<Metric> ALL =
      List.of(
          counter("request_count", line -> true, "function", "method", "status", "outcome"),
          new Metric("jobs", "job", MetricsFromLogs::isEnd, "", List.of(), List.of("state")),
          new Metric(
              "limits_degraded",
              "limits degraded",
              line -> true,
              "",
              List.of(),
              List.of("function")),
          distribution("request_latency", "durationMs", 0, MILLIS, "function", "method"),
          distribution("queue_age", "queueAgeMs", 0, MILLIS, "function"),
          distribution("freshness", "freshnessMs", 0, MILLIS, "function"),
          documents("reads", 0),
          documents("writes", 1),
          documents("deletes", 1));

  private final Map<Metric, Map<String, Histogram>> values = new LinkedHashMap<>();

  /**
   * One metric.
   *
   * @param message of the lines that it is made of
   * @param counted which of those
   * @param value what is measured, a path in the line; empty when lines are counted
   * @param bounds of the buckets, inclusive
   * @param labels fields of the line; one that is absent is no label
   */
  record Metric(
      String name,
      String message,
      Predicate<JsonNode> counted,
      String value,
      List<Long> bounds,
      List<String> labels) {
    boolean counts(JsonNode line) {
      return line.path("message").asText().equals(message) && counted.test(line);
    }

    String labelsOf(JsonNode line) {
      return labels.stream()
          .filter(line::hasNonNull)
          .map(label -> label + "=\"" + escaped(line.path(label).asText()) + "\"")
          .collect(Collectors.joining(","));
    }

    String shown() {
      return name.replace('/', '_');
    }
  }

  MetricsFromLogs() {
    ALL.forEach(metric -> values.put(metric, new TreeMap<>()));
  }

  private static List<Long> bounds(long... bounds) {
    return Arrays.stream(bounds).boxed().toList();
  }

  private static Metric counter(String name, Predicate<JsonNode> counted, String... labels) {
    return new Metric(name, "request", counted, "", List.of(), List.of(labels));
  }

  private static Metric distribution(
      String name, String value, long least, List<Long> bounds, String... labels) {
    String pointer = "/" + value.replace('.', '/');
    return new Metric(
        name,
        "request",
        line -> line.at(pointer).isNumber() && line.at(pointer).asLong() >= least,
        pointer,
        bounds,
        List.of(labels));
  }

  private static Metric documents(String kind, long least) {
    return distribution(
        "firestore_documents/" + kind, "firestore." + kind, least, DOCUMENTS, "function", "method");
  }

  private static boolean isEnd(JsonNode line) {
    return ENDS_OF_A_JOB.contains(line.path("state").asText());
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** Takes a line of a function's log. */
  synchronized void take(JsonNode line) {
    values.forEach(
        (metric, byLabels) -> {
          if (metric.counts(line)) {
            byLabels
                .computeIfAbsent(metric.labelsOf(line), _ -> new Histogram(metric.bounds()))
                .add(line.at(metric.value()).asLong());
          }
        });
  }

  /** The text exposition format, version 0.0.4. */
  synchronized String text() {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (metric, byLabels) -> {
          String name = metric.shown();
          boolean counter = metric.value().isEmpty();
          text.append("# TYPE %s %s\n".formatted(name, counter ? "counter" : "histogram"));
          byLabels.forEach(
              (labels, histogram) ->
                  text.append(
                      counter
                          ? "%s{%s} %d\n".formatted(name, labels, histogram.count())
                          : histogram.text(name, labels)));
        });
    return text.toString();
  }
}
