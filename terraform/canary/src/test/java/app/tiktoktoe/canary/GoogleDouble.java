package app.tiktoktoe.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Cloud Run's Admin API and Cloud Monitoring over HTTP, with a {@link FakePlatform} behind them.
 */
final class GoogleDouble implements AutoCloseable {
  /** What happens to a request instead of being answered. */
  enum Accident {
    CONFLICT(409),
    TOO_MANY(429),
    UNAVAILABLE(503),
    FORBIDDEN(403),
    /** Done, but the answer is a 503. */
    ANSWER_LOST(503),
    /** No answer at all. */
    HANGS(0);

    private final int status;

    Accident(int status) {
      this.status = status;
    }
  }

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final FakePlatform platform;
  private final Deque<Accident> accidents = new ArrayDeque<>();
  private final List<HttpExchange> hanging = new ArrayList<>();
  final List<String> requests = new ArrayList<>();
  private int reconciling;
  private String failure = "";

  GoogleDouble(FakePlatform platform) throws IOException {
    this.platform = platform;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next requests meet these. */
  synchronized void next(Accident... coming) {
    accidents.addAll(Arrays.asList(coming));
  }

  /** A change takes so many looks to be obeyed. */
  synchronized void reconcilesAfter(int looks) {
    reconciling = looks;
  }

  /** Changes are accepted and then fail. */
  synchronized void failsWith(String message) {
    failure = message;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    Optional<Accident> accident = Optional.ofNullable(accidents.poll());
    if (accident.equals(Optional.of(Accident.HANGS))) {
      hanging.add(exchange);
      return;
    }
    if (accident.isPresent()) {
      if (accident.get() == Accident.ANSWER_LOST) {
        dispatch(exchange);
      }
      send(exchange, accident.get().status, error(accident.get().name()));
      return;
    }
    if (!"Bearer access".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 401, error("no token"));
      return;
    }
    Reply reply = dispatch(exchange);
    send(exchange, reply.status(), reply.body());
  }

  private record Reply(int status, JsonNode body) {}

  private Reply dispatch(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/timeSeries")) {
      return new Reply(200, timeSeries(query(exchange)));
    }
    String[] parts = path.split("/", -1);
    ServiceName name = new ServiceName(parts[3], parts[5], parts[7]);
    try {
      return exchange.getRequestMethod().equals("GET")
          ? new Reply(200, service(platform.read(name)))
          : patch(name, json.readTree(exchange.getRequestBody()), query(exchange));
    } catch (MissingServiceException e) {
      return new Reply(404, error("not found"));
    }
  }

  private ObjectNode service(ServiceState state) {
    ObjectNode body = json.createObjectNode();
    body.put("name", state.name().path());
    body.put("uri", state.address().toString());
    body.put("etag", state.etag());
    body.put("latestCreatedRevision", state.name().path() + "/revisions/" + state.created());
    body.put("latestReadyRevision", state.name().path() + "/revisions/" + state.ready());
    ArrayNode traffic = body.putArray("traffic");
    state.traffic().forEach(target -> traffic.add(target(target)));
    ArrayNode statuses = body.putArray("trafficStatuses");
    state
        .traffic()
        .forEach(
            target -> {
              ObjectNode status = target(target);
              target
                  .tag()
                  .ifPresent(tag -> status.put("uri", String.valueOf(state.addresses().get(tag))));
              statuses.add(status);
            });
    if (reconciling > 0 && !platform.writes.isEmpty()) {
      reconciling--;
      body.put("reconciling", true);
    }
    ObjectNode condition = body.putObject("terminalCondition");
    boolean failed = !failure.isEmpty() && !platform.writes.isEmpty();
    condition.put("state", failed ? "CONDITION_FAILED" : "CONDITION_SUCCEEDED");
    condition.put("message", failed ? failure : state.problem());
    return body;
  }

  /** Proto3 JSON leaves zeros out. */
  private ObjectNode target(TrafficTarget target) {
    ObjectNode node = json.createObjectNode();
    String type = target.revision().isPresent() ? "REVISION" : "LATEST";
    node.put("type", "TRAFFIC_TARGET_ALLOCATION_TYPE_" + type);
    target.revision().ifPresent(revision -> node.put("revision", revision.name()));
    if (target.percent() > 0) {
      node.put("percent", target.percent());
    }
    target.tag().ifPresent(tag -> node.put("tag", tag));
    return node;
  }

  private Reply patch(ServiceName name, JsonNode body, Map<String, String> query) {
    if (!"traffic".equals(query.get("updateMask"))) {
      return new Reply(400, error("more than traffic would change"));
    }
    List<TrafficTarget> traffic = new ArrayList<>();
    for (JsonNode target : body.path("traffic")) {
      traffic.add(
          new TrafficTarget(
              Optional.ofNullable(target.path("revision").textValue()).map(Revision::new),
              target.path("percent").asInt(),
              Optional.ofNullable(target.path("tag").textValue())));
    }
    if (traffic.stream().mapToInt(TrafficTarget::percent).sum() != 100) {
      return new Reply(400, error("traffic must add up to 100"));
    }
    return platform.write(name, body.path("etag").asText(), traffic)
        ? new Reply(200, json.createObjectNode().put("name", "projects/p/operations/o"))
        : new Reply(409, error("version " + body.path("etag") + " is not current"));
  }

  private JsonNode timeSeries(Map<String, String> query) {
    String filter = query.getOrDefault("filter", "");
    String service = filter.replaceFirst(".*service_name=\"([^\"]*)\".*", "$1");
    Map<Revision, Sample> samples =
        platform.read(
            FakePlatform.name(service),
            Instant.parse(query.getOrDefault("interval.startTime", "")),
            Instant.parse(query.getOrDefault("interval.endTime", "")));
    ArrayNode series = json.createArrayNode();
    boolean counts = filter.contains("run.googleapis.com/request_count");
    samples.forEach(
        (revision, sample) -> {
          if (counts) {
            series.add(
                count(revision, "2xx", sample.requests() - sample.errors() - sample.refusals()));
            series.add(count(revision, "4xx", sample.refusals()));
            series.add(count(revision, "5xx", sample.errors()));
          } else {
            sample.p95().ifPresent(p95 -> series.add(latency(revision, (double) p95.toMillis())));
          }
        });
    return json.createObjectNode().set("timeSeries", series);
  }

  private ObjectNode count(Revision revision, String codes, long count) {
    ObjectNode series = series(revision);
    series.putObject("metric").putObject("labels").put("response_code_class", codes);
    // 64-bit integers are strings in the protocol's JSON.
    value(series).put("int64Value", String.valueOf(count));
    return series;
  }

  private ObjectNode latency(Revision revision, double millis) {
    ObjectNode series = series(revision);
    value(series).put("doubleValue", millis);
    return series;
  }

  private ObjectNode series(Revision revision) {
    ObjectNode series = json.createObjectNode();
    series.putObject("resource").putObject("labels").put("revision_name", revision.name());
    return series;
  }

  private static ObjectNode value(ObjectNode series) {
    return series.putArray("points").addObject().putObject("value");
  }

  private JsonNode error(String message) {
    ObjectNode body = json.createObjectNode();
    body.putObject("error").put("message", message.toLowerCase(Locale.ROOT));
    return body;
  }

  private static Map<String, String> query(HttpExchange exchange) {
    return Arrays.stream(
            Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("").split("&", -1))
        .filter(pair -> pair.contains("="))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                (one, other) -> one + "," + other));
  }

  private void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public synchronized void close() {
    try {
      for (HttpExchange exchange : hanging) {
        exchange.sendResponseHeaders(500, -1);
        exchange.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      server.stop(0);
    }
  }
}
