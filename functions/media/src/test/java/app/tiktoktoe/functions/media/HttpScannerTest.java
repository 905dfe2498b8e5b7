package app.tiktoktoe.functions.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.cloud.AccessToken;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.media.blocklist.PerceptualHash;
import app.tiktoktoe.media.blocklist.VideoPrint;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.auth.ServiceAccountSigner;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A moderation service that is asked, and what it may answer. */
@ExtendWith(FirestoreEmulatorExtension.class)
class HttpScannerTest {
  private static final byte[] VIDEO = "video".getBytes(UTF_8);
  private static final byte[] POSTER = "poster".getBytes(UTF_8);
  private static final Cid CID = Cid.ofRaw(VIDEO);
  private static final String CLEAR = "{'video': 'CID', 'verdict': 'clear'}";

  @TempDir Path folder;
  private final MutableClock clock = new MutableClock();
  private final Studio studio;
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<JsonNode> questions = new ArrayList<>();
  private final List<String> callers = new ArrayList<>();
  private final StructuredLog log =
      new StructuredLog("media", OutputStream.nullOutputStream(), InstantSource.system());

  HttpScannerTest(Firestore firestore) throws Exception {
    studio = new Studio(firestore, clock);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void close() throws Exception {
    over.countDown();
    server.stop(0);
    studio.close();
  }

  @FunctionalInterface
  private interface Service {
    void answer(HttpExchange exchange) throws Exception;
  }

  private void serves(Service service) {
    server.createContext(
        "/scan",
        exchange -> {
          try (exchange) {
            callers.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            questions.add(new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes()));
            service.answer(exchange);
          } catch (IOException e) {
            throw e;
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.replace("CID", CID.toString()).replace('\'', '"').getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void answers(String body) {
    serves(exchange -> answer(exchange, 200, "application/json; charset=utf-8", body));
  }

  private URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/scan?key=1");
  }

  private HttpScanner scanner(Duration patience, AccessToken token) {
    return new HttpScanner(
        url(),
        patience,
        token,
        new ShownFiles(() -> studio.storage, Studio.QUARANTINE, false),
        log);
  }

  private Verdict verdict() throws Exception {
    return verdict(Duration.ofSeconds(20));
  }

  private Verdict verdict(Duration patience) throws Exception {
    return scanner(patience, AccessToken.none()).scan(request());
  }

  private ScanRequest request() throws IOException {
    Job job = studio.upload(new byte[1]);
    return new ScanRequest(
        job.did(),
        job.id(),
        new VideoPrint(Cid.ofRaw(new byte[1]), CID, PerceptualHash.NONE),
        Files.write(folder.resolve("video.mp4"), VIDEO),
        Files.write(folder.resolve("poster.jpg"), POSTER),
        Duration.ofMillis(1500));
  }

  private List<String> shown() {
    List<String> names = new ArrayList<>();
    studio.storage.list(Studio.QUARANTINE).iterateAll().forEach(o -> names.add(o.getName()));
    return names;
  }

  private static Verdict away() {
    return new Verdict.Unavailable(Duration.ofMinutes(10));
  }

  @Test
  void aServiceIsToldWhoseVideoItIsAndReadsItWhileItIsAsked() throws Exception {
    List<byte[]> read = new ArrayList<>();
    serves(
        exchange -> {
          for (String file : List.of("video", "poster")) {
            URI address = URI.create(questions.getFirst().path(file).path("url").asText());
            try (var in = address.toURL().openStream()) {
              read.add(in.readAllBytes());
            }
          }
          answer(exchange, 200, "application/json", CLEAR);
        });
    ScanRequest request = request();
    AccessToken token = target -> Map.of("Authorization", List.of("Bearer " + target));
    assertEquals(new Verdict.Clear(), scanner(Duration.ofSeconds(20), token).scan(request));
    assertEquals(List.of("Bearer " + url()), callers);
    assertEquals("video", new String(read.get(0), UTF_8));
    assertEquals("poster", new String(read.get(1), UTF_8));
    JsonNode question = questions.getFirst();
    assertEquals(1, question.path("version").intValue());
    assertEquals(request.did().value(), question.path("did").textValue());
    assertEquals(request.job().value(), question.path("jobId").textValue());
    assertEquals(1500, question.path("durationMs").intValue());
    assertEquals(sha256(new byte[1]), question.path("original").path("sha256").textValue());
    JsonNode video = question.path("video");
    assertEquals(CID.toString(), video.path("cid").textValue());
    assertEquals(sha256(VIDEO), video.path("sha256").textValue());
    assertEquals("video/mp4", video.path("mimeType").textValue());
    assertEquals(VIDEO.length, video.path("sizeBytes").intValue());
    assertEquals(sha256(POSTER), question.path("poster").path("sha256").textValue());
    assertEquals("image/jpeg", question.path("poster").path("mimeType").textValue());
    assertEquals(List.of(), shown());
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Cid.ofRaw(bytes).digest());
  }

  @Test
  void itMayBlock() throws Exception {
    answers("{'verdict': 'blocked', 'video': 'CID', 'reason': 'harm: 0.97'}");
    assertEquals(new Verdict.Blocked("harm: 0.97"), verdict());
    assertEquals(List.of(), shown());
  }

  @ParameterizedTest
  @CsvSource({
    "200, 90, 90",
    "200, 1, 60",
    "200, 999999999, 3600",
    "200, -5, 600",
    "200, 9999999999999999999, 600",
    "200, 'Wed, 21 Oct 2026 07:28:00 GMT', 600",
    "503, 120, 120",
    "429, 120, 120"
  })
  void itMayAskForTime(int status, String after, int seconds) throws Exception {
    serves(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", after);
          answer(exchange, status, "application/json", "{'video': 'CID', 'verdict': 'later'}");
        });
    assertEquals(new Verdict.Unavailable(Duration.ofSeconds(seconds)), verdict());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "'clear'",
        "{}",
        "{'verdict': 'clear'}",
        "{'video': 'CID'}",
        "{'video': 'CID', 'verdict': 'Clear'}",
        "{'video': 'CID', 'verdict': 'ok'}",
        "{'video': 'CID', 'verdict': true}",
        "{'video': 'CID', 'verdict': ['clear']}",
        "{'video': 'CID', 'verdict': 'clear', 'reason': 'none'}",
        "{'video': 'CID', 'verdict': 'clear', 'score': 1}",
        "{'video': 'CID', 'verdict': 'blocked', 'verdict': 'clear'}",
        "{'video': 'CID', 'verdict': 'clear'} {}",
        "{'video': 'CID', 'verdict': 'clear'",
        "{'video': 'bafkreie', 'verdict': 'clear'}",
        "{'video': ['CID'], 'verdict': 'clear'}",
        "{'video': 'CID', 'verdict': 'blocked'}",
        "{'video': 'CID', 'verdict': 'blocked', 'reason': ''}",
        "{'video': 'CID', 'verdict': 'blocked', 'reason': ' '}",
        "{'video': 'CID', 'verdict': 'blocked', 'reason': 7}",
        "{'video': 'CID', 'verdict': 'blocked', 'reason': 'a\\nb'}"
      })
  void whatIsNoVerdictPublishesNothing(String body) throws Exception {
    answers(body);
    assertEquals(away(), verdict());
    assertEquals(List.of(), shown());
  }

  @Test
  void aVerdictOnAnotherVideoIsNone() throws Exception {
    answers(CLEAR.replace("CID", Cid.ofRaw(new byte[7]).toString()));
    assertEquals(away(), verdict());
  }

  @Test
  void aLongReasonIsNone() throws Exception {
    answers("{'video': 'CID', 'verdict': 'blocked', 'reason': '" + "a".repeat(201) + "'}");
    assertEquals(away(), verdict());
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 204, 400, 401, 403, 404, 500, 503})
  void anotherStatusIsAnOutage(int status) throws Exception {
    serves(exchange -> answer(exchange, status, "application/json", status == 204 ? "" : CLEAR));
    assertEquals(away(), verdict());
  }

  @Test
  void anotherMediaTypeIsAnOutage() throws Exception {
    serves(exchange -> answer(exchange, 200, "text/html", CLEAR));
    assertEquals(away(), verdict());
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    server.createContext(
        "/other",
        exchange -> {
          throw new AssertionError("asked");
        });
    serves(
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/other");
          answer(exchange, 302, "application/json", CLEAR);
        });
    assertEquals(away(), verdict());
  }

  @Test
  void aLongAnswerIsNotReadToItsEnd() throws Exception {
    serves(exchange -> answer(exchange, 200, "application/json", CLEAR + " ".repeat(20_000)));
    assertEquals(away(), verdict());
  }

  @Test
  void anAnswerThatBreaksOffIsAnOutage() throws Exception {
    serves(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(CLEAR.getBytes(UTF_8));
          exchange.getResponseBody().flush();
        });
    assertEquals(away(), verdict());
  }

  @Test
  void aServiceThatIsSilentIsNotWaitedFor() throws Exception {
    serves(exchange -> over.await());
    assertEquals(away(), verdict(Duration.ofMillis(500)));
    assertEquals(List.of(), shown());
  }

  @Test
  void neitherIsOneThatDribbles() throws Exception {
    serves(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          while (over.getCount() > 0) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            Thread.sleep(50);
          }
        });
    assertEquals(away(), verdict(Duration.ofSeconds(1)));
  }

  @Test
  void aServiceThatIsGoneIsAnOutage() throws Exception {
    server.stop(0);
    assertEquals(away(), verdict());
  }

  @Test
  void withoutATokenNobodyIsAsked() throws Exception {
    answers(CLEAR);
    AccessToken broken =
        target -> {
          throw new IOException("no metadata");
        };
    assertEquals(away(), scanner(Duration.ofSeconds(20), broken).scan(request()));
    assertEquals(List.of(), questions);
  }

  @Test
  void inAnOutageAJobRestsAndEndsOnce() throws Exception {
    List<String> verdicts = new ArrayList<>(List.of("later", "clear"));
    serves(
        exchange ->
            answer(
                exchange,
                200,
                "application/json",
                "{'video': '%s', 'verdict': '%s'}"
                    .formatted(
                        questions.getLast().path("video").path("cid").asText(),
                        verdicts.removeFirst())));
    Job job =
        studio.upload(Clips.make(folder, "clip.mp4", "-f lavfi -i testsrc=s=160x120:r=10 -t 1"));
    UploadFinished handler =
        studio.handler(
            Files.createDirectory(folder.resolve("work")),
            Clips.ffmpeg(),
            scanner(Duration.ofSeconds(20), AccessToken.none()));
    handler.handle(Studio.notification(job));
    assertTrue(studio.storage.list(Studio.MEDIA).streamAll().findAny().isEmpty());
    clock.advance(Duration.ofMinutes(10));
    assertTrue(studio.jobs.due(100).stream().anyMatch(due -> due.id().equals(job.id())));
    handler.handle(Studio.notification(job));
    Job ended = studio.stored(job);
    assertEquals(JobState.COMPLETED, ended.state());
    assertEquals(
        ended.blob().orElseThrow().cid().toString(),
        questions.getLast().path("video").path("cid").asText());
    assertEquals(List.of(), shown());
  }

  /** Signs as the account of a function in the cloud does. */
  private static final class Signer extends GoogleCredentials implements ServiceAccountSigner {
    private static final long serialVersionUID = 1L;

    @Override
    public com.google.auth.oauth2.AccessToken refreshAccessToken() {
      return new com.google.auth.oauth2.AccessToken(
          "token", Date.from(Instant.now().plusSeconds(3600)));
    }

    @Override
    public String getAccount() {
      return "media@local.iam.gserviceaccount.com";
    }

    @Override
    public byte[] sign(byte[] bytes) {
      return "signed".getBytes(UTF_8);
    }
  }

  @Test
  void inTheCloudAddressesAreSignedForMinutes() throws Exception {
    Storage storage =
        StorageOptions.newBuilder()
            .setProjectId("local")
            .setHost(studio.emulator.endpoint().toString())
            .setCredentials(new Signer())
            .build()
            .getService();
    ShownFiles files = new ShownFiles(() -> storage, Studio.QUARANTINE, true);
    try (var shown = files.show("a/b.mp4", "video/mp4", request().video())) {
      String address = shown.address().toString();
      assertTrue(address.contains("/" + Studio.QUARANTINE + "/a/b.mp4?"), address);
      assertTrue(address.contains("X-Goog-Expires=300"), address);
      String signature = HexFormat.of().formatHex("signed".getBytes(UTF_8));
      assertTrue(address.contains("X-Goog-Signature=" + signature), address);
    } finally {
      storage.close();
    }
  }

  @Test
  void onlyAnAddressOfAServiceIsTaken() {
    VideoScanner blocklist = request -> new Verdict.Clear();
    ShownFiles files = new ShownFiles(() -> studio.storage, Studio.QUARANTINE, false);
    assertEquals(
        blocklist, Scanners.from(Environment.of(Map.of("SCANNER_URL", "")), blocklist, files, log));
    assertInstanceOf(
        VideoScanner.class,
        Scanners.from(
            Environment.of(Map.of("SCANNER_URL", "http://localhost:1/")), blocklist, files, log));
    assertEquals("https", Scanners.url("https://scan.example.com/v1", true).getScheme());
    for (String text :
        List.of(
            "http://scan.example.com/",
            "ftp://scan.example.com/",
            "scan.example.com",
            "https:///v1",
            "https://user:word@scan.example.com/",
            "https://scan.example.com/#part",
            "https://scan example.com/")) {
      assertThrows(IllegalStateException.class, () -> Scanners.url(text, true), text);
    }
  }

  @Test
  void theBlocklistIsAskedFirst() throws Exception {
    answers(CLEAR);
    VideoScanner both =
        Scanners.from(
            Environment.of(Map.of("SCANNER_URL", url().toString())),
            request -> new Verdict.Blocked("known"),
            new ShownFiles(() -> studio.storage, Studio.QUARANTINE, false),
            log);
    assertEquals(new Verdict.Blocked("known"), both.scan(request()));
    assertEquals(List.of(), questions);
  }
}
