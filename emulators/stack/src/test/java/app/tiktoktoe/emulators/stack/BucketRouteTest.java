package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BucketRouteTest {
  private static final String CATALOGUE =
      """
      version: 1
      topics: {}
      buckets:
        media: { route: /vid/ }
        blobs: {}
      functions: {}
      """;

  private final Gateway gateway = Gateway.bind(0);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final StorageEmulator storage;

  BucketRouteTest() throws IOException {
    storage =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                List.of(
                    new BucketSetup("local-media", true, null, List.of()),
                    BucketSetup.privateBucket("local-blobs")),
                Map.of(),
                NotificationSink.NONE,
                InstantSource.system(),
                new Random(1)));
  }

  @BeforeAll
  static void beforeTheFirstHttpClient() {
    Forwarder.permitHost();
  }

  @BeforeEach
  void serveAnObject() throws Exception {
    gateway.serve(
        new Routes(
            Catalogue.parse(CATALOGUE),
            Map.of(),
            Map.of("media", "local-media", "blobs", "local-blobs"),
            storage.endpoint(),
            Optional.empty()),
        (_, _) -> false);
    store("local-media", "vid%2Fdid%3Aplc%3Aa%2Fcid%2Fs000.m4s");
    store("local-blobs", "secret");
  }

  private void store(String bucket, String name) throws Exception {
    HttpRequest upload =
        HttpRequest.newBuilder(
                storage
                    .endpoint()
                    .resolve("/upload/storage/v1/b/" + bucket + "/o?uploadType=media&name=" + name))
            .header("Content-Type", "video/iso.segment")
            .POST(BodyPublishers.ofByteArray(new byte[] {0, 1, 2, 3, 4, 5, 6, 7}))
            .build();
    assertEquals(200, client.send(upload, BodyHandlers.discarding()).statusCode());
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    gateway.close();
    storage.close();
  }

  @Test
  void servesAnObjectForEver() throws Exception {
    HttpResponse<byte[]> answer = send(request("/vid/did:plc:a/cid/s000.m4s"));
    assertEquals(200, answer.statusCode());
    assertArrayEquals(new byte[] {0, 1, 2, 3, 4, 5, 6, 7}, answer.body());
    assertEquals("video/iso.segment", header(answer, "Content-Type"));
    assertEquals("public, max-age=31536000, immutable", header(answer, "Cache-Control"));
    assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
  }

  @Test
  void servesARange() throws Exception {
    HttpResponse<byte[]> answer =
        send(request("/vid/did:plc:a/cid/s000.m4s").header("Range", "bytes=2-4"));
    assertEquals(206, answer.statusCode());
    assertArrayEquals(new byte[] {2, 3, 4}, answer.body());
    assertEquals("bytes 2-4/8", header(answer, "Content-Range"));
    assertEquals("3", header(answer, "Content-Length"));
  }

  @Test
  void aHeadHasTheLength() throws Exception {
    HttpResponse<byte[]> answer =
        send(request("/vid/did:plc:a/cid/s000.m4s").method("HEAD", BodyPublishers.noBody()));
    assertEquals(200, answer.statusCode());
    assertEquals("8", header(answer, "Content-Length"));
    assertEquals(0, answer.body().length);
  }

  @Test
  void aKnownObjectIsNotSentAgain() throws Exception {
    String etag = header(send(request("/vid/did:plc:a/cid/s000.m4s")), "ETag");
    HttpResponse<byte[]> again =
        send(request("/vid/did:plc:a/cid/s000.m4s").header("If-None-Match", etag));
    assertEquals(304, again.statusCode());
  }

  @Test
  void whatIsNotThereIsGoneAndNotKept() throws Exception {
    HttpResponse<byte[]> answer = send(request("/vid/did:plc:a/cid/none.m4s"));
    assertEquals(410, answer.statusCode());
    assertEquals(false, header(answer, "Cache-Control").contains("immutable"));
  }

  @Test
  void noPathLeavesTheBucket() throws Exception {
    for (String path : List.of("/vid/../local-blobs/secret", "/vid/%2e%2e/local-blobs/secret")) {
      int status = send(request(path)).statusCode();
      assertEquals(4, status / 100, path + " gave " + status);
    }
  }

  @Test
  void isReadOnly() throws Exception {
    HttpResponse<byte[]> answer =
        send(request("/vid/new").PUT(BodyPublishers.ofByteArray(new byte[1])));
    assertEquals(405, answer.statusCode());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port() + path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
