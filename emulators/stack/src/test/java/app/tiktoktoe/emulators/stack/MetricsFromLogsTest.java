package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsFromLogsTest {
  private static final String FEED = "function=\"feed\",method=\"app.bsky.feed.getTimeline\"";

  private final MetricsFromLogs metrics = new MetricsFromLogs();

  @Test
  void sumsUpInvocationsByFunctionMethodAndStatus() throws Exception {
    invocation("feed", "app.bsky.feed.getTimeline", 200, 5, 3, 0);
    invocation("feed", "app.bsky.feed.getTimeline", 200, 40, 2, 1);
    invocation("feed", "app.bsky.feed.getTimeline", 401, 700_000, 0, 0);
    invocation("auth", "com.atproto.server.getSession", 200, 0, 1, 0);
    assertLines(
        "# TYPE firestore_reads_total counter",
        "firestore_reads_total{" + FEED + "} 5",
        "firestore_writes_total{" + FEED + "} 1",
        "firestore_deletes_total{" + FEED + "} 6",
        "pubsub_published_total{" + FEED + "} 9",
        "# TYPE requests_total counter",
        "requests_total{" + FEED + ",status=\"200\"} 2",
        "requests_total{" + FEED + ",status=\"401\"} 1",
        "requests_total{function=\"auth\",method=\"com.atproto.server.getSession\",status=\"200\"}"
            + " 1");
  }

  @Test
  void bucketsAreCumulativeAndEndWithAll() throws Exception {
    invocation("feed", "app.bsky.feed.getTimeline", 200, 5, 3, 0);
    invocation("feed", "app.bsky.feed.getTimeline", 200, 40, 2, 1);
    invocation("feed", "app.bsky.feed.getTimeline", 500, 700_000, 0, 0);
    String name = "request_duration_seconds";
    assertLines(
        "# TYPE " + name + " histogram",
        name + "_bucket{" + FEED + ",le=\"0.005\"} 1",
        name + "_bucket{" + FEED + ",le=\"0.025\"} 1",
        name + "_bucket{" + FEED + ",le=\"0.05\"} 2",
        name + "_bucket{" + FEED + ",le=\"300.0\"} 2",
        name + "_bucket{" + FEED + ",le=\"+Inf\"} 3",
        name + "_sum{" + FEED + "} 700.045",
        name + "_count{" + FEED + "} 3");
  }

  @Test
  void otherLinesDoNotCount() throws Exception {
    String empty = metrics.text();
    take("{\"message\":\"hello\"}");
    take("{\"durationMs\":4}");
    take("{\"durationMs\":\"4\",\"firestore\":{\"reads\":1}}");
    assertEquals(empty, metrics.text());
  }

  @Test
  void labelsAreEscaped() throws Exception {
    invocation("feed", "a\\\\b\\\"c\\nd", 200, 1, 1, 1);
    assertLines("firestore_reads_total{function=\"feed\",method=\"a\\\\b\\\"c\\nd\"} 1");
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
