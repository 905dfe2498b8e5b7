package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final long START = 1_790_000_000_000_000_000L;

  private final Traces traces = new Traces(2);

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static ExportTraceServiceRequest sent(
      String function, String trace, String span, String parent, int startMs) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    var resource = request.addResourceSpansBuilder();
    resource
        .getResourceBuilder()
        .addAttributes(
            KeyValue.newBuilder()
                .setKey("service.name")
                .setValue(AnyValue.newBuilder().setStringValue(function)));
    resource
        .addScopeSpansBuilder()
        .addSpans(
            Span.newBuilder()
                .setTraceId(bytes(trace))
                .setSpanId(bytes(span))
                .setParentSpanId(bytes(parent))
                .setName("step of " + function)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(START + startMs * 1_000_000L)
                .setEndTimeUnixNano(START + (startMs + 10) * 1_000_000L));
    return request.build();
  }

  @Test
  void aTraceIsATreeHoweverItsSpansCome() {
    traces.take(sent("indexing", TRACE, "00000000000000b1", "00000000000000a1", 20));
    JsonNode early = traces.tree(TRACE).orElseThrow();
    assertEquals("indexing", early.at("/roots/0/function").asText());

    traces.take(sent("posting", TRACE, "00000000000000a1", "", 0));
    traces.take(sent("fanout", TRACE, "00000000000000b2", "00000000000000a1", 15));
    JsonNode tree = traces.tree(TRACE).orElseThrow();
    assertEquals(1, tree.path("roots").size());
    assertEquals("posting", tree.at("/roots/0/function").asText());
    assertEquals("fanout", tree.at("/roots/0/children/0/function").asText());
    assertEquals("indexing", tree.at("/roots/0/children/1/function").asText());
    assertEquals("server", tree.at("/roots/0/children/1/kind").asText());
    assertEquals(20.0, tree.at("/roots/0/children/1/startMs").asDouble());
    assertEquals(30.0, tree.path("durationMs").asDouble());
    assertEquals("[\"fanout\",\"indexing\",\"posting\"]", tree.path("functions").toString());
  }

  @Test
  void keepsTheNewest() {
    for (int i = 1; i <= 3; i++) {
      traces.take(sent("feed", ("" + i).repeat(32), "00000000000000a1", "", i));
    }
    assertTrue(traces.tree("1".repeat(32)).isEmpty());
    JsonNode list = traces.list(10);
    assertEquals(2, list.size());
    assertEquals("3".repeat(32), list.at("/0/traceId").asText());
    assertEquals("step of feed", list.at("/0/name").asText());
    assertFalse(list.at("/0/failed").asBoolean());
    assertEquals(1, traces.list(1).size());
  }

  @Test
  void takesWhatFunctionsSend() throws Exception {
    try (TraceReceiver receiver = TraceReceiver.start(traces);
        HttpClient client = HttpClient.newHttpClient()) {
      URI address = receiver.endpoint().resolve("/v1/traces");
      byte[] spans = sent("feed", TRACE, "00000000000000a1", "", 0).toByteArray();
      assertEquals(200, post(client, address, spans));
      assertEquals(400, post(client, address, new byte[] {1, 2, 3}));
      assertEquals(1, traces.tree(TRACE).orElseThrow().path("spans").asInt());
    }
  }

  private static int post(HttpClient client, URI address, byte[] body) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(body)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
