package app.tiktoktoe.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.apache.http.HttpHost;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server on this machine that plays every public host; addresses come from a list. */
class GuardedHttpTest {
  private static final Limits LIMITS = Limits.of(Duration.ofSeconds(20), 1000);
  private static final InetAddress PUBLIC = InetAddress.ofLiteral("93.184.216.34");
  private static final InetAddress PRIVATE = InetAddress.ofLiteral("10.0.0.1");

  private static final List<Certificate> CERTIFICATES = new ArrayList<>();

  private final Map<String, Deque<List<InetAddress>>> names = new HashMap<>();
  private final List<InetAddress> dialled = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server = HttpServer.create();
  private GuardedHttp http = new GuardedHttp(Map.of());

  GuardedHttpTest() throws IOException {}

  @BeforeAll
  static void certify(@TempDir Path directory) throws Exception {
    CERTIFICATES.add(Certificate.make(directory));
  }

  @BeforeEach
  void start() throws Exception {
    SSLContext context = CERTIFICATES.getLast().context();
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(context));
    https.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    https.start();
    server = https;
    int port = https.getAddress().getPort();
    http = new GuardedHttp(this::lookUp, Map.of(), new Exchange(() -> new Detour(context, port)));
    knows("one.example.com", PUBLIC);
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  /** Writes down where it should connect to, and connects to the server of this test. */
  private final class Detour extends SSLConnectionSocketFactory {
    private final int port;

    Detour(SSLContext context, int port) {
      super(context);
      this.port = port;
    }

    @Override
    public Socket connectSocket(
        int timeout,
        Socket socket,
        HttpHost host,
        InetSocketAddress remote,
        InetSocketAddress local,
        HttpContext context)
        throws IOException {
      assertEquals(443, remote.getPort());
      dialled.add(remote.getAddress());
      return super.connectSocket(
          timeout,
          socket,
          host,
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          local,
          context);
    }
  }

  private void knows(String host, InetAddress... addresses) {
    names.computeIfAbsent(host, _ -> new ArrayDeque<>()).add(List.of(addresses));
  }

  private List<InetAddress> lookUp(String host) throws UnknownHostException {
    Deque<List<InetAddress>> answers = names.getOrDefault(host, new ArrayDeque<>());
    return Optional.ofNullable(answers.poll()).orElseThrow(() -> new UnknownHostException(host));
  }

  private void serves(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI());
          handler.handle(exchange);
        });
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void redirects(String path, String location) {
    serves(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          reply(exchange, 302, "");
        });
  }

  private static void assertRefused(String why, Fetched fetched) {
    assertEquals(why, assertInstanceOf(Fetched.Refused.class, fetched).why());
  }

  private static Limits following(int redirects) {
    return new Limits(LIMITS.deadline(), LIMITS.maxBytes(), redirects);
  }

  @Test
  void anAnswerComesWithStatusTypeAndBody() {
    serves(
        "/document",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "Application/JSON; charset=utf-8");
          reply(exchange, 404, "{}");
        });
    Fetched.Answer answer =
        assertInstanceOf(
            Fetched.Answer.class,
            http.get(URI.create("https://one.example.com/document?a=%20b"), LIMITS));
    assertEquals(404, answer.status());
    assertEquals(Optional.of("application/json"), answer.mediaType());
    assertArrayEquals("{}".getBytes(UTF_8), answer.body());
    assertEquals(List.of("one.example.com/document?a=%20b"), asked);
    assertEquals(List.of(PUBLIC), dialled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://one.example.com/",
        "ftp://one.example.com/",
        "https://one.example.com:8443/",
        "https://user:secret@one.example.com/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://localhost/",
        "https:///path",
        "https://one_example.com/",
        "https://metadata/",
        "file:///etc/passwd",
        "data:text/plain,hello"
      })
  void otherUrlsAreRefusedWithoutALookup(String url) {
    assertInstanceOf(Fetched.Refused.class, http.get(URI.create(url), LIMITS));
    assertEquals(List.of(), dialled);
    assertEquals(1, names.getOrDefault("one.example.com", new ArrayDeque<>()).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "169.254.169.254", "fd00::1", "64:ff9b::a00:1"})
  void aHostWithAnAddressInsideIsNotAsked(String address) {
    knows("inside.example.com", PUBLIC, InetAddress.ofLiteral(address));
    assertRefused(
        "the host has an address that is not public",
        http.get(URI.create("https://inside.example.com/"), LIMITS));
    assertEquals(List.of(), dialled);
  }

  @Test
  void aHostThatChangesItsAddressIsAskedWhereItWasChecked() {
    serves("/", exchange -> reply(exchange, 200, "ok"));
    knows("one.example.com", PRIVATE);
    assertInstanceOf(
        Fetched.Answer.class, http.get(URI.create("https://one.example.com/"), LIMITS));
    assertEquals(List.of(PUBLIC), dialled);
    assertEquals(1, names.getOrDefault("one.example.com", new ArrayDeque<>()).size());
  }

  @Test
  void anUnknownHostIsUnreachable() {
    assertInstanceOf(
        Fetched.Unreachable.class, http.get(URI.create("https://two.example.com/"), LIMITS));
  }

  @Test
  void aCertificateMustBeTheHosts() {
    serves("/", exchange -> reply(exchange, 200, "ok"));
    knows("example.org", PUBLIC);
    assertInstanceOf(
        Fetched.Unreachable.class, http.get(URI.create("https://example.org/"), LIMITS));
    assertEquals(List.of(), asked);
  }

  @Test
  void aRedirectIsAnAnswerUnlessAllowed() {
    redirects("/", "https://one.example.com/next");
    Fetched fetched = http.get(URI.create("https://one.example.com/"), LIMITS);
    assertEquals(302, assertInstanceOf(Fetched.Answer.class, fetched).status());
  }

  @Test
  void anAllowedRedirectIsFollowed() {
    redirects("/old", "/new");
    serves("/new", exchange -> reply(exchange, 200, "here"));
    knows("one.example.com", PUBLIC);
    Fetched fetched = http.get(URI.create("https://one.example.com/old"), following(1));
    assertArrayEquals(
        "here".getBytes(UTF_8), assertInstanceOf(Fetched.Answer.class, fetched).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://one.example.com/",
        "https://10.0.0.1/",
        "https://localhost/",
        "https://inside.example.com/",
        "//inside.example.com/",
        "gopher://one.example.com/",
        "not a url"
      })
  void aRedirectElsewhereIsRefused(String location) {
    redirects("/", location);
    knows("inside.example.com", PRIVATE);
    assertInstanceOf(
        Fetched.Refused.class, http.get(URI.create("https://one.example.com/"), following(3)));
    assertEquals(List.of(PUBLIC), dialled);
  }

  @Test
  void redirectsEnd() {
    redirects("/", "/again");
    for (int i = 0; i < 5; i++) {
      knows("one.example.com", PUBLIC);
    }
    assertRefused(
        "too many redirects", http.get(URI.create("https://one.example.com/"), following(2)));
    assertEquals(3, asked.size());
  }

  @Test
  void aBodyMayBeAsLongAsTheLimit() {
    serves("/full", exchange -> reply(exchange, 200, "x".repeat(1000)));
    serves("/more", exchange -> reply(exchange, 200, "x".repeat(1001)));
    knows("one.example.com", PUBLIC);
    assertInstanceOf(
        Fetched.Answer.class, http.get(URI.create("https://one.example.com/full"), LIMITS));
    assertRefused(
        "a body of more than 1000 bytes",
        http.get(URI.create("https://one.example.com/more"), LIMITS));
  }

  @Test
  void anEndlessBodyIsCutOff() {
    serves(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (over.getCount() > 0) {
            exchange.getResponseBody().write(new byte[4096]);
          }
        });
    assertRefused(
        "a body of more than 1000 bytes", http.get(URI.create("https://one.example.com/"), LIMITS));
  }

  @Test
  void aBodyThatTricklesIsGivenUp() {
    serves(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          awaitEnd();
        });
    Fetched fetched =
        http.get(URI.create("https://one.example.com/"), Limits.of(Duration.ofMillis(700), 1000));
    assertTrue(assertInstanceOf(Fetched.Unreachable.class, fetched).late());
  }

  @Test
  void aPostGoesWithItsHeadersAndBody() {
    serves(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          String type = exchange.getRequestHeaders().getFirst("Content-Type");
          exchange.getResponseHeaders().add("X-More", "1");
          exchange.getResponseHeaders().add("X-More", "2");
          reply(exchange, 200, exchange.getRequestMethod() + " " + type + " " + body);
        });
    OutboundRequest request =
        new OutboundRequest(
            "POST",
            URI.create("https://one.example.com/"),
            Map.of("Content-Type", "text/plain", "Host", "inside.example.com"),
            Optional.of("hello".getBytes(UTF_8)));
    Fetched.Answer answer = assertInstanceOf(Fetched.Answer.class, http.send(request, LIMITS));
    assertEquals("POST text/plain hello", new String(answer.body(), UTF_8));
    assertEquals("1, 2", answer.headers().get("x-more"));
    assertEquals(List.of("one.example.com/"), asked);
  }

  @Test
  void aHeadHasNoBody() {
    serves("/", exchange -> exchange.sendResponseHeaders(200, -1));
    OutboundRequest request =
        new OutboundRequest(
            "HEAD", URI.create("https://one.example.com/"), Map.of(), Optional.empty());
    Fetched.Answer answer = assertInstanceOf(Fetched.Answer.class, http.send(request, LIMITS));
    assertEquals(0, answer.body().length);
  }

  @Test
  void whatIsSentAlongIsNotRedirected() {
    URI url = URI.create("https://one.example.com/");
    for (OutboundRequest request :
        List.of(
            new OutboundRequest("GET", url, Map.of("Authorization", "secret"), Optional.empty()),
            new OutboundRequest("POST", url, Map.of(), Optional.empty()))) {
      assertThrows(IllegalArgumentException.class, () -> http.send(request, following(1)));
    }
    assertEquals(List.of(), dialled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\u0000", "caf\u00e9"})
  void aHeaderIsOneLine(String value) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new OutboundRequest(
                "GET",
                URI.create("https://one.example.com/"),
                Map.of("A", value),
                Optional.empty()));
  }

  @Test
  void aLookupThatHangsIsGivenUp() {
    GuardedHttp waiting =
        new GuardedHttp(
            host -> {
              awaitEnd();
              throw new UnknownHostException(host);
            },
            Map.of(),
            new Exchange(SSLConnectionSocketFactory::getSocketFactory));
    assertInstanceOf(
        Fetched.Unreachable.class,
        waiting.get(
            URI.create("https://one.example.com/"), Limits.of(Duration.ofMillis(50), 1000)));
  }

  private void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void headersWithoutEndAreNotRead() {
    serves(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("X-Long", "x".repeat(10_000));
          reply(exchange, 200, "ok");
        });
    assertInstanceOf(
        Fetched.Unreachable.class, http.get(URI.create("https://one.example.com/"), LIMITS));
  }

  @Test
  void aNamedHostIsReachedElsewhere() throws IOException {
    HttpServer plain =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    plain.createContext(
        "/", exchange -> reply(exchange, 200, exchange.getRequestHeaders().getFirst("Host")));
    plain.start();
    try {
      URI origin = URI.create("http://localhost:" + plain.getAddress().getPort());
      GuardedHttp local = new GuardedHttp(Map.of("other.test", origin));
      Fetched fetched = local.get(URI.create("https://other.test/"), LIMITS);
      assertArrayEquals(
          "other.test".getBytes(UTF_8), assertInstanceOf(Fetched.Answer.class, fetched).body());
      assertTrue(
          local.get(URI.create("http://localhost/"), LIMITS) instanceof Fetched.Refused,
          "only what is named");
    } finally {
      plain.stop(0);
    }
  }
}
