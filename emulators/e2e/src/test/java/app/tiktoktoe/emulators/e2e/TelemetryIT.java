package app.tiktoktoe.emulators.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.emulators.google.FreePorts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What one post leaves behind in traces, metrics and logs. */
class TelemetryIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CREATE = "com.atproto.repo.createRecord";
  private static final String FIRESTORE = " google.firestore.v1.Firestore/";
  private static final String NAMES = ".*(alice|bob\\.test|did:plc:|eyJ|mail\\.test).*";
  private static final int ATTEMPTS = 300;

  /** On a post's way. */
  private static final Set<String> FUNCTIONS = Set.of("posting", "indexing", "fanout", "push");

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aPostIsOneTraceAndNamesNobody() throws Exception {
    try (StackProcess stack = StackProcess.ready(FreePorts.choose(), "--no-demo")) {
      PlainClient client = new PlainClient(stack.address());
      String alice = client.signUp("alice.test");
      String bob = client.signUp("bob.test");
      client.follow(bob, alice);
      String traceId = client.mention(alice, bob, "traced");
      assertTrue(client.timelineGets(bob, "traced"), stack.output());
      refusedCall(stack);

      JsonNode trace = ofAllFunctions(stack, "/_dev/traces/" + traceId);
      isThePostsWholeWay(trace);
      hasWhatTheCloudMeasures(stack);
      namesNobody(get(stack, "/_dev/logs?limit=20000"), traceId);
    }
  }

  /** From the answer through the commit's event and the notification's to the phone. */
  private static void isThePostsWholeWay(JsonNode trace) {
    assertEquals(1, trace.path("roots").size(), trace.toString());
    JsonNode root = trace.path("roots").get(0);
    assertEquals("posting " + CREATE, name(root));
    assertEquals("server", root.path("kind").asText());
    assertTrue(names(root).contains("posting" + FIRESTORE + "Commit"), trace.toString());

    JsonNode commit = child(root, "posting commits publish");
    assertEquals("producer", commit.path("kind").asText());
    JsonNode fanout = child(commit, "fanout commits");
    assertEquals("consumer", fanout.path("kind").asText());
    assertTrue(names(fanout).contains("fanout" + FIRESTORE + "BatchWrite"), fanout.toString());

    JsonNode indexing = child(commit, "indexing commits");
    JsonNode notification = child(indexing, "indexing notifications publish");
    JsonNode push = child(notification, "push notifications");
    assertTrue(names(push).size() > 1, push.toString());
  }

  private void hasWhatTheCloudMeasures(StackProcess stack) throws Exception {
    String method = "{function=\"posting\",method=\"" + CREATE + "\"";
    for (String line :
        List.of(
            "request_count" + method + ",status=\"200\"} 2",
            "request_count" + method + ",status=\"401\"} 1",
            "request_latency_bucket" + method + ",le=\"200\"} ",
            "request_latency_count" + method + "} 3",
            "firestore_documents_reads_sum" + method + "} ",
            "firestore_documents_writes_sum" + method + "} ",
            "request_count{function=\"indexing\",method=\"commits\",status=\"204\",outcome=\"done\"}"
                + " ",
            "firestore_documents_writes_sum{function=\"fanout\",method=\"commits\"} ",
            "queue_age_count{function=\"indexing\"} ",
            "queue_age_count{function=\"push\"} ",
            "freshness_count{function=\"fanout\"} ")) {
      eventually(stack, "/_dev/metrics", line);
    }
  }

  /** A call without a session. */
  private void refusedCall(StackProcess stack) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(stack.address().resolve("/xrpc/" + CREATE))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    assertEquals(401, http.send(request, BodyHandlers.discarding()).statusCode());
  }

  private static void namesNobody(String logs, String traceId) throws IOException {
    Set<String> functions = new TreeSet<>();
    for (JsonNode line : JSON.readTree(logs).path("lines")) {
      assertFalse(line.toString().matches(NAMES), line.toString());
      if (line.path("logging.googleapis.com/trace").asText().endsWith(traceId)) {
        functions.add(line.path("function").asText());
      }
    }
    assertEquals(FUNCTIONS, functions);
  }

  /** Waits until each function on the way has sent its steps, in whatever order they end. */
  private JsonNode ofAllFunctions(StackProcess stack, String path) throws Exception {
    String body = "";
    for (int i = 0; i < ATTEMPTS; i++) {
      body = get(stack, path);
      if (body.startsWith("{")
          && JSON.readTree(body).path("functions").size() == FUNCTIONS.size()) {
        return JSON.readTree(body);
      }
      Thread.sleep(100);
    }
    throw new AssertionError("not all of " + FUNCTIONS + " in " + body);
  }

  /** Waits for {@code part}. */
  private void eventually(StackProcess stack, String path, String part) throws Exception {
    String body = "";
    for (int i = 0; i < ATTEMPTS; i++) {
      body = get(stack, path);
      if (body.contains(part)) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no " + part + " in " + body);
  }

  private static String name(JsonNode span) {
    return span.path("function").asText() + " " + span.path("name").asText();
  }

  private static JsonNode child(JsonNode span, String name) {
    for (JsonNode child : span.path("children")) {
      if (name(child).equals(name)) {
        return child;
      }
    }
    throw new AssertionError("no " + name + " in " + span);
  }

  private static List<String> names(JsonNode span) {
    List<String> names = new ArrayList<>(List.of(name(span)));
    span.path("children").forEach(child -> names.addAll(names(child)));
    return names;
  }

  private String get(StackProcess stack, String path) throws IOException, InterruptedException {
    return Objects.requireNonNull(
        http.send(
                HttpRequest.newBuilder(stack.address().resolve(path)).build(),
                BodyHandlers.ofString())
            .body());
  }
}
