package app.tiktoktoe.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Read by the classes that OpenTelemetry makes of its own definitions. */
class OtlpEncodingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final long START = 1_790_000_000_000_000_001L;

  @Test
  void aCollectorReadsWhatWeWrite() throws Exception {
    Span root =
        new Span(
            TRACE,
            "00f067aa0ba902b7",
            null,
            "app.bsky.feed.getTimeline",
            Span.Kind.SERVER,
            START,
            START + 7,
            Map.of("http.response.status_code", 503),
            true);
    Span child =
        new Span(
            TRACE,
            "ff00000000000001",
            root.spanId(),
            "Commit",
            Span.Kind.CLIENT,
            START + 1,
            START + 2,
            Map.of("rpc.system", "grpc", "late", true),
            false);

    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.parseFrom(
            OtlpEncoding.of(Map.of("service.name", "feed"), List.of(root, child)));

    ResourceSpans resource = request.getResourceSpans(0);
    assertEquals("feed", resource.getResource().getAttributes(0).getValue().getStringValue());
    var first = resource.getScopeSpans(0).getSpans(0);
    assertEquals(TRACE, HexFormat.of().formatHex(first.getTraceId().toByteArray()));
    assertTrue(first.getParentSpanId().isEmpty());
    assertEquals("app.bsky.feed.getTimeline", first.getName());
    assertEquals("SPAN_KIND_SERVER", first.getKind().name());
    assertEquals(START, first.getStartTimeUnixNano());
    assertEquals(START + 7, first.getEndTimeUnixNano());
    assertEquals(503, first.getAttributes(0).getValue().getIntValue());
    assertEquals(Status.StatusCode.STATUS_CODE_ERROR, first.getStatus().getCode());
    var second = resource.getScopeSpans(0).getSpans(1);
    assertEquals(first.getSpanId(), second.getParentSpanId());
    assertEquals(Status.StatusCode.STATUS_CODE_UNSET, second.getStatus().getCode());
    assertTrue(
        second.getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("late"))
            .map(KeyValue::getValue)
            .allMatch(value -> value.getBoolValue()));
    assertTrue(request.getUnknownFields().asMap().isEmpty());
  }
}
