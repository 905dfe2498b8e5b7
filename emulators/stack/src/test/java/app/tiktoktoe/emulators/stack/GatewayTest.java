package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class GatewayTest {
  private static final String TIMELINE = "/xrpc/app.bsky.feed.getTimeline";
  private static final URI DEAD = URI.create("http://127.0.0.1:1");

  private final Gateway gateway = Gateway.bind(0);
  private HttpHandler handler = GatewayTest::echo;
  private final FakeFunction function;
  private final HttpClient client;

  GatewayTest() throws IOException {
    function = new FakeFunction(exchange -> handler.handle(exchange));
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @BeforeAll
  static void beforeTheFirstHttpClient() {
    Forwarder.permitHost();
  }

  @BeforeEach
  void serve() {
    gateway.serve(
        new Routes(
            TwoFunctions.catalogue(),
            Map.of("feed", function.origin(), "auth", DEAD),
            Map.of(),
            DEAD,
            Optional.empty()),
        (exchange, path) -> {
          if (path.equals("/fault")) {
            throw new IllegalStateException("a fault");
          }
          if (path.equals("/extra")) {
            Answers.json(exchange, 200, new ObjectMapper().createObjectNode());
          }
          return path.equals("/extra");
        });
  }

  @AfterEach
  void close() {
    client.close();
    gateway.close();
    function.close();
  }

  @Test
  void routesMethodsAndPathsAndKeepsTheQueryRaw() throws Exception {
    assertEquals(200, get("/feed.txt").statusCode());
    JsonNode seen = json(get(TIMELINE + "?c=a%2Fb&d=%20+%E2%9C%93"));
    assertEquals(TIMELINE + "?c=a%2Fb&d=%20+%E2%9C%93", seen.path("uri").asText());
    assertEquals("localhost:" + gateway.port(), seen.path("host").asText());
    assertEquals("GET", seen.path("method").asText());
  }

  @Test
  void whatNobodyServesIsRefused() throws Exception {
    assertError(501, "MethodNotImplemented", get("/xrpc/app.example.unknown"));
    assertError(501, "MethodNotImplemented", get(TIMELINE + "/more"));
    assertError(404, "NotFound", get("/nothing"));
    assertError(404, "NotFound", get("/feed.txt2"));
    assertEquals(200, get("/extra").statusCode());
  }

  @Test
  void aDeadFunctionIsABadGateway() throws Exception {
    assertError(502, "UpstreamFailure", get("/xrpc/_health"));
  }

  @Test
  void aFaultIsShown() throws Exception {
    HttpResponse<String> answer = get("/fault");
    assertError(500, "InternalServerError", answer);
    assertTrue(answer.body().contains("a fault"));
  }

  @Test
  void answersPreflightsItself() throws Exception {
    HttpResponse<String> answer =
        send(
            request("/xrpc/_health")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://elsewhere.example")
                .header("Access-Control-Request-Headers", "authorization,content-type"));
    assertEquals(204, answer.statusCode());
    assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
    assertEquals("authorization,content-type", header(answer, "Access-Control-Allow-Headers"));
    assertTrue(header(answer, "Access-Control-Allow-Methods").contains("POST"));
  }

  @Test
  void everyAnswerMayBeReadByEveryOrigin() throws Exception {
    for (String path : new String[] {TIMELINE, "/xrpc/_health", "/xrpc/a.b.c", "/nothing"}) {
      HttpResponse<String> answer = get(path);
      assertEquals("*", header(answer, "Access-Control-Allow-Origin"), path);
      assertTrue(header(answer, "Access-Control-Expose-Headers").contains("DPoP-Nonce"), path);
    }
  }

  @Test
  void passesStatusAndHeadersOfTheAnswer() throws Exception {
    handler =
        exchange -> {
          exchange.getResponseHeaders().add("Set-Cookie", "a=1");
          exchange.getResponseHeaders().add("Set-Cookie", "b=2");
          exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "http://one.example");
          exchange.sendResponseHeaders(429, -1);
        };
    HttpResponse<String> answer = get(TIMELINE);
    assertEquals(429, answer.statusCode());
    assertEquals(2, answer.headers().allValues("Set-Cookie").size());
    assertEquals(1, answer.headers().allValues("Access-Control-Allow-Origin").size());
    assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
  }

  @Test
  void aHeadHasTheLengthAndNoBody() throws Exception {
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("Content-Length", "12345");
          exchange.sendResponseHeaders(200, -1);
        };
    HttpResponse<String> answer = send(request(TIMELINE).method("HEAD", BodyPublishers.noBody()));
    assertEquals("12345", header(answer, "Content-Length"));
    assertEquals("", answer.body());
  }

  @Test
  void appendsTheClientAndItself() throws Exception {
    assertEquals("127.0.0.1, 127.0.0.1", json(get(TIMELINE)).path("hops").asText());
    HttpResponse<String> forged =
        send(
            request(TIMELINE)
                .header("X-Forwarded-For", "9.9.9.9")
                .header("X-Forwarded-For", "8.8.8.8"));
    assertEquals("9.9.9.9, 8.8.8.8, 127.0.0.1, 127.0.0.1", json(forged).path("hops").asText());
  }

  @Test
  void theAnswerArrivesWhileItIsWritten() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    handler =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('a');
          exchange.getResponseBody().flush();
          exchange.getResponseBody().write(await(read) ? 'b' : 'x');
        };
    HttpResponse<InputStream> answer =
        client.send(request(TIMELINE).build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      assertEquals('a', body.read());
      read.countDown();
      assertEquals("b", new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void theRequestArrivesWhileItIsSent() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    handler =
        exchange -> {
          var _ = exchange.getRequestBody().read();
          read.countDown();
          byte[] rest = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 1);
          exchange.getResponseBody().write(rest[rest.length - 1]);
        };
    InputStream second =
        new InputStream() {
          private boolean ended;

          @Override
          public int read() {
            if (ended) {
              return -1;
            }
            ended = true;
            return await(read) ? 'b' : 'x';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            int one = read();
            buffer[offset] = (byte) one;
            return Math.min(one, 1);
          }
        };
    InputStream body = new SequenceInputStream(new ByteArrayInputStream(new byte[1 << 20]), second);
    HttpResponse<String> answer =
        send(request(TIMELINE).POST(BodyPublishers.ofInputStream(() -> body)));
    assertEquals("b", answer.body());
  }

  @Test
  void aBodyAtTheCapPasses() throws Exception {
    byte[] body = new byte[(int) Forwarder.MAX_BODY_BYTES];
    assertEquals(body.length, json(post(BodyPublishers.ofByteArray(body))).path("bytes").asLong());
  }

  @Test
  void headersThatTheFrameworkWouldNotTakeAreRefused() throws Exception {
    HttpRequest.Builder request = request(TIMELINE);
    assertEquals(200, send(request.header("X-Long", "y".repeat(6000))).statusCode());
    assertError(
        431, "RequestHeaderFieldsTooLarge", send(request.header("X-Longer", "y".repeat(2000))));
  }

  @Test
  void aLongerBodyIsRefusedByItsLength() throws Exception {
    byte[] body = new byte[(int) Forwarder.MAX_BODY_BYTES + 1];
    assertError(413, "PayloadTooLarge", post(BodyPublishers.ofByteArray(body)));
  }

  @Test
  void aLongerBodyIsRefusedWithoutALength() throws Exception {
    byte[] body = new byte[(int) Forwarder.MAX_BODY_BYTES + 1];
    assertError(
        413,
        "PayloadTooLarge",
        post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
  }

  @Test
  void aTakenPortIsNamed() {
    StackFailure failure =
        assertThrows(StackFailure.class, () -> Gateway.bind(gateway.port()).close());
    assertEquals(
        "Port " + gateway.port() + " is taken; choose another with --port", failure.getMessage());
  }

  private static void echo(HttpExchange exchange) throws IOException {
    long bytes = exchange.getRequestBody().readAllBytes().length;
    Answers.json(
        exchange,
        200,
        new ObjectMapper()
            .createObjectNode()
            .put("method", exchange.getRequestMethod())
            .put("uri", exchange.getRequestURI().toString())
            .put("host", exchange.getRequestHeaders().getFirst("Host"))
            .put("hops", exchange.getRequestHeaders().getFirst("X-Forwarded-For"))
            .put("bytes", bytes));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port() + path));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<String> post(HttpRequest.BodyPublisher body) throws Exception {
    return send(request(TIMELINE).POST(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new ObjectMapper().readTree(answer.body());
  }

  private static void assertError(int status, String error, HttpResponse<String> answer)
      throws Exception {
    assertEquals(status, answer.statusCode());
    assertEquals("application/json; charset=utf-8", header(answer, "Content-Type"));
    assertEquals(error, json(answer).path("error").asText());
    assertTrue(json(answer).path("message").isTextual());
  }
}
