package app.tiktoktoe.emulators.bundles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while requests are in flight, as when the platform takes an instance away. */
class DrainIT {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int TERMINATED = 143;
  private static final int CLIENTS = 8;
  private static final int WARM = 100;
  private static final String HALF = "x".repeat(50_000);

  /** The platform stops routing before it sends the signal. */
  private final AtomicBoolean routed = new AtomicBoolean(true);

  private final CountDownLatch warm = new CountDownLatch(WARM);

  @Test
  void everyRequestThatBeganIsAnswered(@TempDir Path data) throws Exception {
    try (LocalCloud cloud = LocalCloud.start(Tree.catalogue(), data, System.getenv());
        FunctionProcess auth = start("auth", cloud);
        FunctionProcess posting = start("posting", cloud);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Account account = Account.signUp(auth.listening().origin());
      URI origin = posting.listening().origin();
      List<Future<List<String>>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> lostWhilePosting(origin, account)));
      }
      warm.await();
      assertEquals("HTTP/1.1 200 OK", answerToUploadAcrossTheSignal(posting, account));
      assertEquals(TERMINATED, posting.exitCode(GRACE));
      for (Future<List<String>> client : clients) {
        assertEquals(List.of(), client.get());
      }
    }
  }

  private static FunctionProcess start(String function, LocalCloud cloud) throws IOException {
    Bundle bundle = Bundle.of(Tree.ROOT, Tree.catalogue().function(function));
    return FunctionProcess.start(
        function, bundle.command(Bundle.invoker(Tree.ROOT)), bundle.folder(), cloud.environment());
  }

  private List<String> lostWhilePosting(URI origin, Account account) throws InterruptedException {
    List<String> lost = new ArrayList<>();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (routed.get() && lost.isEmpty()) {
        HttpResponse<String> answer =
            client.send(account.post("hello").at(origin), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          lost.add(answer.statusCode() + " " + answer.body());
        }
        warm.countDown();
      }
    } catch (IOException e) {
      lost.add(e.toString());
    }
    while (!lost.isEmpty() && warm.getCount() > 0) {
      warm.countDown();
    }
    return lost;
  }

  /** Half a body is in flight when the signal comes, the rest arrives half a second later. */
  private String answerToUploadAcrossTheSignal(FunctionProcess posting, Account account)
      throws IOException, InterruptedException {
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), posting.origin().getPort())) {
      OutputStream out = slow.getOutputStream();
      out.write((account.uploadHead(2 * HALF.length()) + HALF).getBytes(StandardCharsets.UTF_8));
      out.flush();
      Thread.sleep(Duration.ofMillis(200));
      assertEquals(0, slow.getInputStream().available(), () -> String.join("\n", posting.lines()));
      routed.set(false);
      posting.terminate();
      Thread.sleep(Duration.ofMillis(500));
      out.write(HALF.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return firstLine(slow.getInputStream());
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  /** Someone who posts. */
  private record Account(String did, String token) {
    private static final Map<String, String> IS_JSON = Map.of("Content-Type", "application/json");

    static Account signUp(URI auth) throws IOException, InterruptedException {
      String input =
          """
          {"handle":"drain.test","password":"correct horse","email":"a@b.example"}\
          """;
      Sample request =
          new Sample("POST", "/xrpc/com.atproto.server.createAccount", IS_JSON, input, 200);
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<String> answer = client.send(request.at(auth), BodyHandlers.ofString());
        JsonNode session = new ObjectMapper().readTree(answer.body());
        assertFalse(session.path("accessJwt").asText().isEmpty(), answer.body());
        return new Account(session.path("did").asText(), session.path("accessJwt").asText());
      }
    }

    Sample post(String text) {
      String input =
          """
          {"repo":"%s","collection":"app.bsky.feed.post","record":
          {"$type":"app.bsky.feed.post","text":"%s","createdAt":"2026-01-01T00:00:00Z"}}\
          """
              .formatted(did, text);
      return new Sample("POST", "/xrpc/com.atproto.repo.createRecord", IS_JSON, input, 200)
          .as(token);
    }

    String uploadHead(int sizeBytes) {
      return """
      POST /xrpc/com.atproto.repo.uploadBlob HTTP/1.1\r
      Host: localhost\r
      Authorization: Bearer %s\r
      Content-Type: text/plain\r
      Content-Length: %d\r
      \r
      """
          .formatted(token, sizeBytes);
    }
  }
}
