package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums up the line that a function logs for each invocation (the one with {@code durationMs} and
 * {@code firestore}) and renders the sums as Prometheus text. Thread-safe.
 */
final class MetricsFromLogs {
  private static final double[] BOUNDS_S = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30, 60, 300
  };
  private static final Map<String, String> COUNTERS = counters();

  private final Map<String, Map<String, Long>> sums = new LinkedHashMap<>();
  private final Map<String, Histogram> durations = new TreeMap<>();

  MetricsFromLogs() {
    COUNTERS.keySet().forEach(name -> sums.put(name, new TreeMap<>()));
    sums.put("requests_total", new TreeMap<>());
  }

  private static Map<String, String> counters() {
    Map<String, String> counters = new LinkedHashMap<>();
    counters.put("firestore_reads_total", "/firestore/reads");
    counters.put("firestore_writes_total", "/firestore/writes");
    counters.put("firestore_deletes_total", "/firestore/deletes");
    counters.put("pubsub_published_total", "/pubsub/published");
    return counters;
  }

  /** Counts the entry when it tells of an invocation. */
  synchronized void take(JsonNode entry) {
    if (!entry.path("firestore").isObject() || !entry.path("durationMs").isNumber()) {
      return;
    }
    String labels =
        "function=\"%s\",method=\"%s\"".formatted(label(entry, "function"), label(entry, "method"));
    COUNTERS.forEach((name, pointer) -> add(name, labels, entry.at(pointer).asLong()));
    add("requests_total", labels + ",status=\"" + label(entry, "status") + "\"", 1);
    durations
        .computeIfAbsent(labels, _ -> new Histogram())
        .add(entry.path("durationMs").asDouble() / 1000);
  }

  private static String label(JsonNode entry, String field) {
    return entry
        .path(field)
        .asText("")
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n");
  }

  private void add(String name, String labels, long amount) {
    sums.computeIfAbsent(name, _ -> new TreeMap<>()).merge(labels, amount, Long::sum);
  }

  /** The text exposition format, version 0.0.4. */
  synchronized String text() {
    StringBuilder text = new StringBuilder();
    sums.forEach(
        (name, byLabels) -> {
          text.append("# TYPE ").append(name).append(" counter\n");
          byLabels.forEach(
              (labels, sum) ->
                  text.append(name)
                      .append('{')
                      .append(labels)
                      .append("} ")
                      .append(sum)
                      .append('\n'));
        });
    text.append("# TYPE request_duration_seconds histogram\n");
    durations.forEach((labels, histogram) -> histogram.render(labels, text));
    return text.toString();
  }

  private static final class Histogram {
    private final long[] counts = new long[BOUNDS_S.length];
    private long count;
    private double sum;

    void add(double seconds) {
      count++;
      sum += seconds;
      for (int i = 0; i < BOUNDS_S.length; i++) {
        if (seconds <= BOUNDS_S[i]) {
          counts[i]++;
        }
      }
    }

    void render(String labels, StringBuilder text) {
      for (int i = 0; i < BOUNDS_S.length; i++) {
        bucket(labels, Double.toString(BOUNDS_S[i]), counts[i], text);
      }
      bucket(labels, "+Inf", count, text);
      text.append(
          String.format(Locale.ROOT, "request_duration_seconds_sum{%s} %.3f%n", labels, sum));
      text.append("request_duration_seconds_count{%s} %d\n".formatted(labels, count));
    }

    private static void bucket(String labels, String bound, long count, StringBuilder text) {
      text.append(
          "request_duration_seconds_bucket{%s,le=\"%s\"} %d\n".formatted(labels, bound, count));
    }
  }
}
