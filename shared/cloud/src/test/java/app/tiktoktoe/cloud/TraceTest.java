package app.tiktoktoe.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Context;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000000006Z");

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

  private static Trace trace(boolean sampled, boolean exported) {
    return new Trace(
        new RequestContext(TRACE, SPAN, null, sampled, TRACE),
        NOW,
        exported,
        new SplittableRandom(7));
  }

  private static Context within(Trace trace) {
    return Context.current().withValue(Trace.KEY, trace);
  }

  private static List<Span> end(Trace trace) {
    return trace.end("method", Span.Kind.SERVER, Map.of(), false);
  }

  @Test
  void stepsAreChildrenOfTheInvocation() {
    Trace trace = trace(true, true);
    within(trace)
        .run(
            () -> {
              Trace.Step step = Trace.publishing("commits");
              String[] parts = step.traceparent().orElseThrow().split("-", -1);
              assertEquals(List.of("00", TRACE, "01"), List.of(parts[0], parts[1], parts[3]));
              step.end(true);
              step.end(false);
            });
    List<Span> spans = end(trace);
    assertEquals(2, spans.size());
    Span publish = spans.get(0);
    assertEquals("commits publish", publish.name());
    assertEquals(SPAN, publish.parentSpanId());
    assertTrue(publish.failed());
    Span root = spans.get(1);
    assertEquals(SPAN, root.spanId());
    assertEquals(NOW.getEpochSecond() * 1_000_000_000 + 6, root.startNanos());
    assertTrue(publish.startNanos() >= root.startNanos() && publish.endNanos() <= root.endNanos());
  }

  @Test
  void aTraceThatNobodyKeepsLeavesItsIdAndNoSpans() {
    for (Trace trace : List.of(trace(false, true), trace(true, false))) {
      within(trace)
          .run(
              () -> {
                Trace.Step step = Trace.publishing("commits");
                assertTrue(step.traceparent().orElseThrow().startsWith("00-" + TRACE + "-" + SPAN));
                step.end(false);
              });
      assertEquals(List.of(), end(trace));
    }
    assertEquals(Optional.empty(), Trace.publishing("commits").traceparent());
  }

  @Test
  void aMessagesTraceGoesOn() {
    Trace trace = trace(false, true);
    String other = "1".repeat(32);
    within(trace).run(() -> Trace.continueFrom("00-" + other + "-" + "2".repeat(16) + "-01"));
    Span span = end(trace).getFirst();
    assertEquals(other, span.traceId());
    assertEquals("2".repeat(16), span.parentSpanId());
  }

  @Test
  void anInvocationHasABoundedNumberOfSteps() {
    Trace trace = trace(true, true);
    within(trace)
        .run(
            () -> {
              for (int i = 0; i < 1000; i++) {
                Trace.publishing("commits").end(false);
              }
            });
    assertEquals(257, end(trace).size());
  }

  private TraceExport export(int port) {
    return TraceExport.from(
            Environment.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + port + "/")),
            log())
        .orElseThrow();
  }

  private StructuredLog log() {
    return new StructuredLog("feed", logged, InstantSource.system());
  }

  @Test
  void aCollectorGetsTheSpans() throws Exception {
    try (Collector collector = new Collector(200)) {
      TraceExport export = export(collector.port());
      export.send(List.of());
      export.send(end(trace(true, true)));
      ExportTraceServiceRequest received =
          ExportTraceServiceRequest.parseFrom(collector.bodies.getFirst());
      assertEquals(1, collector.bodies.size());
      assertEquals("method", received.getResourceSpans(0).getScopeSpans(0).getSpans(0).getName());
      assertEquals(List.of("none"), collector.authorizations);
      assertEquals("", logged.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void googleGetsTheTokenOfTheFunctionsAccount() throws Exception {
    try (Collector collector = new Collector(200)) {
      AccessToken account = target -> Map.of("Authorization", List.of("Bearer t1"));
      TraceExport export =
          new TraceExport(
              URI.create("http://127.0.0.1:" + collector.port() + "/v1/traces"),
              Map.of(),
              account,
              log());
      export.send(end(trace(true, true)));
      assertEquals(List.of("Bearer t1"), collector.authorizations);
    }
  }

  @Test
  void onlyGoogleIsToldWhoAsks() throws IOException {
    for (String stranger : List.of("https://googleapis.com.evil.test/x", "http://127.0.0.1:1/x")) {
      URI target = URI.create(stranger);
      assertEquals(Map.of(), TraceExport.token(target).headers(target));
    }
    URI google = URI.create("https://telemetry.googleapis.com/x");
    assertNotSame(AccessToken.none(), TraceExport.token(google));
  }

  @Test
  void aLoginThatFailsFailsNothing() {
    TraceExport export =
        new TraceExport(
            URI.create("http://127.0.0.1:1/v1/traces"),
            Map.of(),
            target -> {
              throw new IOException("no account");
            },
            log());
    export.send(end(trace(true, true)));
    assertTrue(logged.toString(StandardCharsets.UTF_8).contains("no account"));
  }

  @Test
  void aCollectorInTroubleIsLeftAloneForAWhile() throws Exception {
    try (Collector collector = new Collector(503)) {
      TraceExport export = export(collector.port());
      export.send(end(trace(true, true)));
      export.send(end(trace(true, true)));
      assertEquals(1, collector.bodies.size());
      String log = logged.toString(StandardCharsets.UTF_8);
      assertEquals(1, log.lines().count(), log);
      assertTrue(log.contains("answered 503"), log);
    }
  }

  @Test
  void aCollectorThatIsGoneFailsNothing() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    export(nobody).send(end(trace(true, true)));
    String log = logged.toString(StandardCharsets.UTF_8);
    assertTrue(log.contains("traces not sent"), log);
  }

  @Test
  void afterTheEndNothingIsSent() throws Exception {
    try (Collector collector = new Collector(200)) {
      TraceExport export = export(collector.port());
      export.stop();
      export.send(end(trace(true, true)));
      assertEquals(List.of(), collector.bodies);
    }
  }

  /** Takes what is sent to it, and answers the same status each time. */
  private static final class Collector implements AutoCloseable {
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
    final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());

    Collector(int status) throws IOException {
      server.createContext(
          "/v1/traces",
          exchange -> {
            bodies.add(exchange.getRequestBody().readAllBytes());
            authorizations.add(
                exchange.getRequestHeaders().getOrDefault("Authorization", List.of("none")).get(0));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
