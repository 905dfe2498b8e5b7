package app.tiktoktoe.emulators.storage;

import static app.tiktoktoe.emulators.storage.StorageFixture.BUCKET;
import static app.tiktoktoe.emulators.storage.StorageFixture.KEPT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobRestoreOption;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted or replaced in a bucket with a soft delete policy comes back. */
class SoftDeleteTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private StorageFixture fixture;
  private Storage client;

  @BeforeEach
  void start() throws Exception {
    fixture = new StorageFixture(directory.resolve("data"));
    client = fixture.client;
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private Blob create(String bucket, String name, String content) {
    return client.create(
        BlobInfo.newBuilder(bucket, name).setContentType("text/plain").build(),
        content.getBytes(UTF_8));
  }

  private List<Blob> deleted() {
    return StreamSupport.stream(
            client.list(KEPT, BlobListOption.softDeleted(true)).iterateAll().spliterator(), false)
        .toList();
  }

  private String content(String name) {
    return new String(client.readAllBytes(KEPT, name), UTF_8);
  }

  private HttpResponse<String> bulkRestore(String bucket, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(at("/storage/v1/b/" + bucket + "/o/bulkRestore"))
            .POST(BodyPublishers.ofString(body)));
  }

  private URI at(String path) {
    return URI.create(fixture.emulator.endpoint() + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }

  @Test
  void restoresAGeneration() {
    Blob first = create(KEPT, "a/b", "one");
    create(KEPT, "a/b", "two");
    client.delete(KEPT, "a/b");
    List<Blob> kept = deleted();
    assertEquals(2, kept.size());
    assertTrue(kept.getFirst().getSoftDeleteTime() != null);

    Blob restored = client.restore(first.getBlobId(), BlobRestoreOption.copySourceAcl(false));
    assertEquals("one", content("a/b"));
    assertEquals("text/plain", restored.getContentType());
    assertEquals(first.getMd5(), restored.getMd5());
    assertNotEquals(first.getGeneration(), restored.getGeneration());
  }

  @Test
  void restoresTheLastOfEachNameInBulk() throws Exception {
    create(KEPT, "early", "early");
    client.delete(KEPT, "early");
    Instant after = Instant.now();
    create(KEPT, "twice", "old");
    create(KEPT, "twice", "new");
    client.delete(KEPT, "twice");
    create(KEPT, "live", "before");
    create(KEPT, "live", "after");

    HttpResponse<String> started =
        bulkRestore(KEPT, "{\"softDeletedAfterTime\":\"" + after + "\"}");
    assertEquals(200, started.statusCode(), started.body());
    JsonNode operation = JSON.readTree(started.body());
    assertEquals(false, operation.path("done").asBoolean());
    String id = operation.path("name").asText().replaceFirst(".*/", "");
    HttpResponse<String> ended =
        send(HttpRequest.newBuilder(at("/storage/v1/b/" + KEPT + "/operations/" + id)));
    assertTrue(JSON.readTree(ended.body()).path("done").asBoolean(), ended.body());

    assertEquals("new", content("twice"));
    assertEquals("after", content("live"));
    assertThrows(StorageException.class, () -> content("early"));
  }

  @Test
  void keepsOverARestartAndNotLonger() throws Exception {
    create(KEPT, "a", "one");
    client.delete(KEPT, "a");
    fixture.close();
    fixture = new StorageFixture(directory.resolve("data"));
    client = fixture.client;
    assertEquals(1, deleted().size());
    fixture.shift.set(StorageFixture.RETENTION);
    assertEquals(0, deleted().size());
  }

  @Test
  void refusesWithoutAPolicy() throws Exception {
    create(BUCKET, "a", "one");
    client.delete(BUCKET, "a");
    HttpResponse<String> refused = bulkRestore(BUCKET, "{}");
    assertEquals(400, refused.statusCode());
    assertTrue(refused.body().contains("softDeletePolicyRequired"), refused.body());
  }
}
