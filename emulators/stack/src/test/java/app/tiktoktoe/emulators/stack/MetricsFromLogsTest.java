package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsFromLogsTest {
  private static final String FEED = "function=\"feed\",method=\"app.bsky.feed.getTimeline\"";

  private final MetricsFromLogs metrics = new MetricsFromLogs();

  @Test
  void countsInvocationsByFunctionMethodStatusAndOutcome() throws Exception {
    invocation("feed", "app.bsky.feed.getTimeline", 200, 5, 3, 0);
    invocation("feed", "app.bsky.feed.getTimeline", 200, 40, 2, 1);
    invocation("feed", "app.bsky.feed.getTimeline", 503, 700_000, 0, 0);
    delivery("retry", 503);
    assertLines(
        "# TYPE request_count counter",
        "request_count{" + FEED + ",status=\"200\"} 2",
        "request_count{" + FEED + ",status=\"503\"} 1",
        "request_count{function=\"fanout\",method=\"commits\",status=\"503\",outcome=\"retry\"} 1");
  }

  @Test
  void bucketsAreCumulativeAndEndWithAll() throws Exception {
    invocation("feed", "app.bsky.feed.getTimeline", 200, 5, 3, 0);
    invocation("feed", "app.bsky.feed.getTimeline", 200, 40, 2, 1);
    invocation("feed", "app.bsky.feed.getTimeline", 500, 700_000, 0, 0);
    assertLines(
        "# TYPE request_latency histogram",
        "request_latency_bucket{" + FEED + ",le=\"5\"} 1",
        "request_latency_bucket{" + FEED + ",le=\"25\"} 1",
        "request_latency_bucket{" + FEED + ",le=\"50\"} 2",
        "request_latency_bucket{" + FEED + ",le=\"600000\"} 2",
        "request_latency_bucket{" + FEED + ",le=\"+Inf\"} 3",
        "request_latency_sum{" + FEED + "} 700045",
        "request_latency_count{" + FEED + "} 3");
  }

  @Test
  void documentsAreCountedWhereThereWereAnyToPayFor() throws Exception {
    invocation("feed", "app.bsky.feed.getTimeline", 200, 5, 3, 0);
    invocation("feed", "app.bsky.feed.getTimeline", 200, 5, 0, 4);
    assertLines(
        "firestore_documents_reads_sum{" + FEED + "} 3",
        "firestore_documents_reads_count{" + FEED + "} 2",
        "firestore_documents_writes_sum{" + FEED + "} 4",
        "firestore_documents_writes_count{" + FEED + "} 1",
        "firestore_documents_deletes_sum{" + FEED + "} 4");
  }

  @Test
  void deliveriesHaveAnAgeAndJobsAnEnd() throws Exception {
    delivery("done", 204);
    take("{\"message\":\"job\",\"function\":\"media\",\"state\":\"refused\",\"durationMs\":9}");
    take("{\"message\":\"job\",\"function\":\"media\",\"state\":\"begun\"}");
    assertLines(
        "queue_age_bucket{function=\"fanout\",le=\"50\"} 1",
        "queue_age_sum{function=\"fanout\"} 40",
        "freshness_sum{function=\"fanout\"} 80",
        "jobs{state=\"refused\"} 1");
    assertFalse(metrics.text().contains("begun"));
  }

  @Test
  void otherLinesDoNotCount() throws Exception {
    String empty = metrics.text();
    take("{\"message\":\"hello\",\"durationMs\":4}");
    take("{\"durationMs\":4}");
    take("{}");
    assertEquals(empty, metrics.text());
  }

  @Test
  void labelsAreEscaped() throws Exception {
    invocation("feed", "a\\\\b\\\"c\\nd", 200, 1, 1, 1);
    assertLines("firestore_documents_reads_sum{function=\"feed\",method=\"a\\\\b\\\"c\\nd\"} 1");
  }

  /** Metrics, each with its labels, value and bounds, as Terraform writes them. */
  @Test
  void theCloudHasTheSame() throws Exception {
    String terraform =
        Files.readString(Path.of("../../terraform/modules/observability/metrics.tf"));
    Map<String, String> declared = new TreeMap<>();
    Matcher metric =
        Pattern.compile("(?ms)^ {4}\"?([a-z_/]+)\"? += \\{\\n(.*?)^ {4}}").matcher(terraform);
    while (metric.find()) {
      String value = first("value += \"jsonPayload.([^\"]+)\"", metric.group(2));
      String bounds = first("bounds += local.(\\w+)", metric.group(2));
      declared.put(
          metric.group(1),
          "%s %s %s"
              .formatted(
                  first("labels += \\[([^]]+)]", metric.group(2)).replace("\"", ""),
                  value,
                  bounds.isEmpty() ? "" : first(bounds + " += \\[([^]]+)]", terraform)));
    }
    Map<String, String> ours =
        MetricsFromLogs.ALL.stream()
            .collect(
                Collectors.toMap(
                    MetricsFromLogs.Metric::name,
                    m ->
                        "%s %s %s"
                            .formatted(
                                String.join(", ", m.labels()),
                                m.value().replaceFirst("/", "").replace('/', '.'),
                                m.bounds().toString().replaceAll("[\\[\\]]", "")),
                    (a, b) -> a,
                    TreeMap::new));
    assertEquals(declared, ours);
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private void delivery(String outcome, int status) throws Exception {
    take(
        """
        {"message":"request","function":"fanout","method":"commits","status":%d,"durationMs":20,\
        "firestore":{"reads":1},"outcome":"%s","queueAgeMs":40,"freshnessMs":80}\
        """
            .formatted(status, outcome));
  }

  private void invocation(
      String function, String method, int status, long durationMs, int reads, int writes)
      throws Exception {
    take(
        """
        {"severity":"INFO","message":"request","function":"%s","method":"%s","status":%d,\
        "durationMs":%d,"firestore":{"reads":%d,"writes":%d,"deletes":2},\
        "pubsub":{"published":3}}\
        """
            .formatted(function, method, status, durationMs, reads, writes));
  }

  private void take(String line) throws Exception {
    metrics.take(new ObjectMapper().readTree(line));
  }

  private void assertLines(String... expected) {
    String text = metrics.text();
    List<String> lines = text.lines().toList();
    for (String line : expected) {
      assertTrue(lines.contains(line), () -> line + " is not in\n" + text);
    }
    assertTrue(text.endsWith("\n"));
  }
}
