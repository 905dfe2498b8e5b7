package app.tiktoktoe.emulators.stack;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes spans by OTLP over HTTP in protobuf, as a collector does. Thread-safe. */
final class TraceReceiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private TraceReceiver(HttpServer server, Traces traces) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/v1/traces", exchange -> take(exchange, traces));
    server.start();
  }

  /** Listens on any free port of the loopback address. */
  static TraceReceiver start(Traces traces) throws IOException {
    return new TraceReceiver(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), traces);
  }

  /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} says. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void take(HttpExchange exchange, Traces traces) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(isTaken(exchange, traces) ? 200 : 400, -1);
    }
  }

  private static boolean isTaken(HttpExchange exchange, Traces traces) throws IOException {
    try {
      traces.take(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
