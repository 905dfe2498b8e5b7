package app.tiktoktoe.xrpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.testkit.ServedFunction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter behind the real framework. */
class XrpcServiceTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final AtomicInteger ADDRESSES = new AtomicInteger();
  private static ServedFunction served;

  @BeforeAll
  static void start() throws Exception {
    served = new ServedFunction(ExampleFunction.class).start();
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    HTTP.close();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(served.origin() + path))
        .header("X-Forwarded-For", "10.0.0." + ADDRESSES.incrementAndGet() + ", 10.1.1.1");
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String method, String type, String body, String token)
      throws Exception {
    return HTTP.send(
        request("/xrpc/" + method)
            .header("Content-Type", type)
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }

  private static void assertError(int status, String error, HttpResponse<String> response)
      throws Exception {
    assertEquals(
        status + " " + error, response.statusCode() + " " + json(response).path("error").asText());
    assertTrue(json(response).path("message").isTextual());
    assertEquals(
        "application/json; charset=utf-8",
        response.headers().firstValue("content-type").orElse(""));
  }

  @Test
  void answersWithDefaultsAndHeaders() throws Exception {
    var response =
        get("/xrpc/app.bsky.feed.getTimeline?unknown=1", "Authorization", "Bearer alice");
    assertEquals(200, response.statusCode());
    assertEquals("50 " + ExampleFunction.ALICE, json(response).path("cursor").asText());
    assertEquals("private", response.headers().firstValue("cache-control").orElse(""));
    assertEquals("20", response.headers().firstValue("ratelimit-limit").orElse(""));
    assertEquals("20;w=300", response.headers().firstValue("ratelimit-policy").orElse(""));
  }

  @Test
  void asksForASession() throws Exception {
    assertError(401, "AuthMissing", get("/xrpc/app.bsky.feed.getTimeline"));
    assertError(
        401,
        "AuthenticationRequired",
        get("/xrpc/com.atproto.admin.getSubjectStatus?did=" + ExampleFunction.ALICE));
    assertError(
        400, "ExpiredToken", get("/xrpc/app.bsky.feed.getTimeline", "Authorization", "Bearer x"));
    assertError(
        400,
        "ExpiredToken",
        get("/xrpc/app.bsky.feed.getAuthorFeed?actor=a.test", "Authorization", "Bearer x"));
  }

  @ParameterizedTest
  @CsvSource({"limit=abc", "limit=0", "limit=101", "limit=1.5", "limit=1&limit=2"})
  void refusesBadParameters(String query) throws Exception {
    assertError(
        400,
        "InvalidRequest",
        get("/xrpc/app.bsky.feed.getTimeline?" + query, "Authorization", "Bearer alice"));
  }

  @Test
  void refusesAQueryThatNoClientLibraryWouldSend() throws Exception {
    String answer = raw("GET /xrpc/app.bsky.feed.getTimeline?limit=%zz", "", "");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("InvalidRequest"), answer);
  }

  /** What a client that minds no rules sends, and the whole answer. */
  private static String raw(String requestLine, String headers, String body) throws Exception {
    try (Socket socket = new Socket("localhost", served.port())) {
      String request =
          """
          %s HTTP/1.1
          Host: localhost
          X-Forwarded-For: 10.0.0.%d, 10.1.1.1
          Authorization: Bearer alice
          Content-Length: %d
          Connection: close
          """
              .formatted(requestLine, ADDRESSES.incrementAndGet(), body.length());
      socket
          .getOutputStream()
          .write(
              (request + headers + "\n").replace("\n", "\r\n").concat(body).getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/xrpc/app.bsky.feed.getTimeline;v=1",
        "/xrpc;x/app.bsky.feed.getTimeline",
        "/xrpc/app.bsky.feed.getTimeline/",
      })
  void refusesAPathThatCanBeReadInTwoWays(String path) throws Exception {
    String answer = raw("GET " + path, "", "");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("\"error\":\"InvalidRequest\""), answer);
  }

  /** The framework refuses these before it asks the function. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "//xrpc/app.bsky.feed.getTimeline",
        "/xrpc//app.bsky.feed.getTimeline",
        "/xrpc%2Fapp.bsky.feed.getTimeline",
        "/xrpc/%2e%2e/x",
        "/xrpc/a%00b",
        "/xrpc/a%0ab",
        "/xrpc/a%7f",
        "/xrpc/%5c",
        "/xrpc/a%zz",
        "/xrpc/%c0%af",
      })
  void theFrameworkRefusesWorsePathsItself(String path) throws Exception {
    String answer = raw("GET " + path, "", "");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
  }

  @Test
  void decodesEachSegmentAlone() throws Exception {
    String answer = raw("GET /%78rpc/app.bsky.feed%2EgetTimeline?limit=7", "", "");
    assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    assertTrue(answer.contains("\"cursor\":\"7 "), answer);
  }

  @Test
  void takesNoMultipartBodies() throws Exception {
    String answer =
        raw(
            "POST /xrpc/com.atproto.server.createSession",
            "Content-Type: multipart/form-data; boundary=b\n",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b--\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("multipart"), answer);
    assertTrue(answer.contains("\"error\":\"InvalidRequest\""), answer);
  }

  /** The framework's limit of all headers together is 8 KiB, and its answer has no body. */
  @Test
  void headersAboveTheFrameworksBudgetNeverReachTheFunction() throws Exception {
    String fits = raw("GET /robots.txt2", "X-Long: " + "y".repeat(7000) + "\n", "");
    assertTrue(fits.startsWith("HTTP/1.1 200"), fits);
    String over = raw("GET /robots.txt2", "X-Long: " + "y".repeat(9000) + "\n", "");
    assertTrue(over.startsWith("HTTP/1.1 431"), over);
  }

  @Test
  void answersWithTheIdOfTheRequest() throws Exception {
    String uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    assertEquals(
        uuid,
        get("/robots.txt2", "X-Request-Id", uuid).headers().firstValue("x-request-id").orElse(""));
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    String parent = "00-" + trace + "-00f067aa0ba902b7-01";
    assertEquals(
        trace,
        get("/robots.txt2", "traceparent", parent).headers().firstValue("x-request-id").orElse(""));
    assertTrue(ExampleFunction.LOG.toString(StandardCharsets.UTF_8).contains("\"" + trace + "\""));
  }

  /** Every line that a failing call leaves, with an account's secrets in what fails. */
  @Test
  void logsNothingOfWhoCalled() throws Exception {
    get(
        "/xrpc/app.bsky.feed.getAuthorFeed?actor=alice.private.test&cursor=did:plc:private",
        "X-Request-Id",
        "alice@private.test");
    post(
        "com.atproto.server.createSession",
        "application/json",
        "{\"identifier\":\"alice@private.test\",\"password\":\"hunter2private\"",
        "eyJprivate.eyJprivate.private");
    String log = ExampleFunction.LOG.toString(StandardCharsets.UTF_8);
    assertTrue(log.contains("no account <name>, <did>"), log);
    assertFalse(log.contains("private"), log);
  }

  @Test
  void refusesTheWrongHttpMethod() throws Exception {
    assertError(
        400,
        "InvalidRequest",
        post("app.bsky.feed.getTimeline", "application/json", "{}", "alice"));
    assertError(400, "InvalidRequest", get("/xrpc/com.atproto.server.createSession"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|{",
        "application/json|[]",
        "application/json|{} {}",
        "application/json|{\"identifier\":\"a\",\"identifier\":\"b\",\"password\":\"p\"}",
        "application/json|{\"identifier\":\"a\"}",
        "application/json|{\"identifier\":1,\"password\":\"p\"}",
        "text/plain|{\"identifier\":\"a\",\"password\":\"p\"}"
      })
  void refusesBadInput(String type, String body) throws Exception {
    assertError(
        400, "InvalidRequest", post("com.atproto.server.createSession", type, body, "alice"));
  }

  @Test
  void refusesNestingBombs() throws Exception {
    String bomb = "{\"a\":".repeat(1000) + "1" + "}".repeat(1000);
    assertError(
        400,
        "InvalidRequest",
        post("com.atproto.server.createSession", "application/json", bomb, "alice"));
  }

  @Test
  void answersNothingWithNothing() throws Exception {
    var response =
        post(
            "com.atproto.server.createSession",
            "application/json; charset=utf-8",
            "{\"identifier\":\"a\",\"password\":\"p\"}",
            "alice");
    assertEquals(200, response.statusCode());
    assertEquals("", response.body());
  }

  private static HttpResponse<String> delete(String repo, String padding) throws Exception {
    return post(
        "com.atproto.repo.deleteRecord",
        "application/json",
        "{\"repo\":\"%s\",\"collection\":\"app.bsky.feed.like\",\"rkey\":\"a\",\"x\":\"%s\"}"
            .formatted(repo, padding),
        "alice");
  }

  @Test
  void letsOnlyTheOwnerWrite() throws Exception {
    assertEquals(200, delete(ExampleFunction.ALICE.toString(), "").statusCode());
    assertEquals(200, delete("alice.test", "").statusCode());
    assertError(401, "AuthenticationRequired", delete("bob.test", ""));
    assertError(401, "AuthenticationRequired", delete("did:web:bob.test", ""));
  }

  @Test
  void refusesAnOversizedInput() throws Exception {
    assertError(413, "PayloadTooLarge", delete("alice.test", "y".repeat(1000)));
  }

  @Test
  void tellsRefusalsOutagesAndBugsApart() throws Exception {
    String feed = "/xrpc/app.bsky.feed.getAuthorFeed?actor=";
    assertError(400, "BlockedActor", get(feed + "blocked.test"));
    assertError(500, "InternalServerError", get(feed + "bug.test"));
    assertTrue(ExampleFunction.LOG.toString(StandardCharsets.UTF_8).contains("a bug"));
    var outage = get(feed + "outage.test");
    assertError(503, "ServiceUnavailable", outage);
    assertEquals("1", outage.headers().firstValue("retry-after").orElse(""));
  }

  @Test
  void failsAnAnswerThatTheLexiconRefuses() throws Exception {
    assertError(
        500,
        "InternalServerError",
        get("/xrpc/app.bsky.feed.getPosts?uris=at://did:web:a.test/app.bsky.feed.post/a"));
  }

  @Test
  void namesWhatItDoesNotKnow() throws Exception {
    assertError(501, "MethodNotImplemented", get("/xrpc/app.bsky.feed.getNothing"));
    assertError(404, "NotFound", get("/nothing"));
    assertEquals("User-agent: *\n", get("/robots.txt2").body());
  }

  /** The name is a label of metrics: whoever calls must not be able to make new ones. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/xrpc/com.example.madeUp1", "/made-up-2", "/xrpc/app.bsky.feed.madeUp3;x", "/"})
  void callsWhatItDoesNotKnowUnknown(String path) throws Exception {
    String id = "0f8fad5b-d9cb-469f-a165-%012x".formatted(path.hashCode() & 0xffffffffL);
    get(path, "X-Request-Id", id);
    String line =
        ExampleFunction.LOG
            .toString(StandardCharsets.UTF_8)
            .lines()
            .filter(logged -> logged.contains(id))
            .reduce((a, b) -> a + b)
            .orElseThrow();
    assertEquals("unknown", new ObjectMapper().readTree(line).path("method").asText(), line);
    assertFalse(line.contains("made"), line);
  }

  private static HttpResponse<String> forged(int i) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(served.origin() + "/robots.txt2"))
            .header("X-Forwarded-For", "9.9.9." + i + ", 10.2.2.2, 10.1.1.1")
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void limitsAnAddressThatCannotBeForged() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertEquals(200, forged(i).statusCode());
    }
    HttpResponse<String> refused = forged(20);
    assertError(429, "RateLimitExceeded", refused);
    assertTrue(refused.headers().firstValue("retry-after").isPresent());
  }

  @Test
  void tellsOfTheTightestLimit() throws Exception {
    HttpResponse<String> first = of("2001:db8:7:7::1", "/robots.txt3");
    assertEquals("2", first.headers().firstValue("ratelimit-remaining").orElse(""));
    assertEquals("3;w=3600", first.headers().firstValue("ratelimit-policy").orElse(""));
    of("2001:db8:7:7::2", "/robots.txt3");
    of("2001:db8:7:7::3", "/robots.txt3");
    HttpResponse<String> refused = of("2001:db8:7:7::4", "/robots.txt3");
    assertError(429, "RateLimitExceeded", refused);
    assertEquals("0", refused.headers().firstValue("ratelimit-remaining").orElse(""));
    long wait = Long.parseLong(refused.headers().firstValue("retry-after").orElse(""));
    assertTrue(wait > 3500 && wait <= 3600, () -> "wait " + wait);
    HttpResponse<String> elsewhere = of("2001:db8:7:7::5", "/robots.txt2");
    assertEquals(200, elsewhere.statusCode());
    assertEquals("15", elsewhere.headers().firstValue("ratelimit-remaining").orElse(""));
    assertEquals(200, of("2001:db8:7:8::1", "/robots.txt3").statusCode());
  }

  @Test
  void tellsOfLimitsThatAMethodCounts() throws Exception {
    HttpResponse<String> response = get("/noted");
    assertEquals("5", response.headers().firstValue("ratelimit-remaining").orElse(""));
    assertEquals("7;w=86400", response.headers().firstValue("ratelimit-policy").orElse(""));
    assertEquals("4000000000", response.headers().firstValue("ratelimit-reset").orElse(""));
  }

  private static HttpResponse<String> of(String address, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(served.origin() + path))
            .header("X-Forwarded-For", address + ", 10.1.1.1")
            .build(),
        BodyHandlers.ofString());
  }
}
