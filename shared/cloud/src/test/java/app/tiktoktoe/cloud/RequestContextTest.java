package app.tiktoktoe.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  private static RequestContext of(double ratio, Map<String, String> headers) {
    return RequestContext.of(
        name -> Optional.ofNullable(headers.get(name)), ratio, new SplittableRandom(7));
  }

  private static RequestContext of(Map<String, String> headers) {
    return of(0, headers);
  }

  @Test
  void continuesATraceparent() {
    RequestContext context = of(Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-01"));
    assertEquals(TRACE, context.traceId());
    assertEquals(SPAN, context.parentSpanId());
    assertTrue(context.sampled());
    assertEquals(TRACE, context.requestId());
    assertNotEquals(SPAN, context.spanId());
    assertEquals("00-" + TRACE + "-" + context.spanId() + "-01", context.traceparent());
  }

  @Test
  void obeysACallerThatDoesNotSample() {
    assertFalse(of(1, Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-00")).sampled());
    assertFalse(of(1, Map.of("X-Cloud-Trace-Context", TRACE + "/1;o=0")).sampled());
  }

  @Test
  void continuesAGoogleTrace() {
    RequestContext context =
        of(Map.of("X-Cloud-Trace-Context", TRACE + "/18446744073709551615;o=1"));
    assertEquals(TRACE, context.traceId());
    assertEquals("ffffffffffffffff", context.parentSpanId());
    assertTrue(context.sampled());
    RequestContext bare = of(Map.of("X-Cloud-Trace-Context", TRACE));
    assertEquals(TRACE, bare.traceId());
    assertNull(bare.parentSpanId());
    assertFalse(bare.sampled());
    assertTrue(of(1, Map.of("X-Cloud-Trace-Context", TRACE)).sampled());
  }

  @Test
  void believesTheTraceparentFirst() {
    String other = "1".repeat(32);
    assertEquals(
        TRACE,
        of(Map.of(
                "traceparent",
                "00-" + TRACE + "-" + SPAN + "-01",
                "X-Cloud-Trace-Context",
                other + "/1;o=1"))
            .traceId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
      })
  void beginsATraceForWhatIsNone(String header) {
    RequestContext context = of(Map.of("traceparent", header, "X-Cloud-Trace-Context", header));
    assertTrue(context.traceId().matches("[0-9a-f]{32}"));
    assertNotEquals(TRACE, context.traceId());
    assertNull(context.parentSpanId());
    assertFalse(context.sampled());
  }

  @Test
  void keepsARequestIdThatNamesNobody() {
    String uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    assertEquals(uuid, of(Map.of("X-Request-Id", uuid)).requestId());
    RequestContext named = of(Map.of("X-Request-Id", "alice.test"));
    assertEquals(named.traceId(), named.requestId());
  }

  @Test
  void goesOnWithTheTraceOfAMessage() {
    RequestContext pushed = of(1, Map.of());
    RequestContext context = pushed.continuing("00-" + TRACE + "-" + SPAN + "-00");
    assertEquals(TRACE, context.traceId());
    assertEquals(SPAN, context.parentSpanId());
    assertFalse(context.sampled());
    assertEquals(pushed.spanId(), context.spanId());
    assertEquals(pushed, pushed.continuing("nonsense"));
  }
}
