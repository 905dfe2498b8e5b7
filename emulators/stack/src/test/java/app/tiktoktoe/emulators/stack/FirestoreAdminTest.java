package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.emulators.google.FirestoreEmulator;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Export and import of the emulator's database through a bucket. */
@Timeout(120)
class FirestoreAdminTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROJECT = "demo-admin";
  private static final String DATABASE = "/v1/projects/" + PROJECT + "/databases/(default)";

  @TempDir Path temporary;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Resources opened = new Resources(_ -> {});
  private URI gateway = URI.create("http://unset");
  private URI documents = URI.create("http://unset");

  @BeforeEach
  void start() throws Exception {
    StorageEmulator storage =
        opened.add(
            StorageEmulator.start(
                new StorageEmulatorConfig(
                    0,
                    null,
                    List.of(BucketSetup.privateBucket("local-backups")),
                    Map.of(),
                    NotificationSink.NONE,
                    InstantSource.system(),
                    new Random(1))));
    FirestoreEmulator firestore = opened.add(FirestoreEmulator.start());
    documents = URI.create("http://" + firestore.hostPort() + DATABASE + "/documents/letters/");
    BucketFolder folders = opened.add(new BucketFolder(storage.endpoint()));
    FirestoreAdmin admin =
        new FirestoreAdmin(PROJECT, firestore, folders, temporary, InstantSource.system());
    Gateway bound = opened.add(Gateway.bind(0));
    bound.serve(
        new Routes(
            Catalogue.parse("version: 1\ntopics: {}\nbuckets: {}\nfunctions: {}\n"),
            Map.of(),
            Map.of(),
            storage.endpoint(),
            Optional.empty()),
        admin);
    gateway = URI.create("http://127.0.0.1:" + bound.port() + FirestoreAdmin.BASE + DATABASE);
  }

  @AfterEach
  void stop() {
    client.close();
    opened.closeAll();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String verb, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(gateway + ":" + verb))
            .POST(BodyPublishers.ofString(body)));
  }

  private JsonNode ended(HttpResponse<String> started) throws Exception {
    assertEquals(200, started.statusCode(), started.body());
    JsonNode operation = JSON.readTree(started.body());
    assertFalse(operation.has("done"), started.body());
    String id = operation.path("name").asText().replaceFirst(".*/", "");
    while (!operation.path("done").asBoolean()) {
      Thread.sleep(20);
      operation =
          JSON.readTree(
              send(HttpRequest.newBuilder(URI.create(gateway + "/operations/" + id))).body());
    }
    return operation;
  }

  private void put(String id, String text) throws Exception {
    String body = "{\"fields\":{\"text\":{\"stringValue\":\"" + text + "\"}}}";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(documents.resolve(id))
            .method("PATCH", BodyPublishers.ofString(body));
    assertEquals(200, send(request).statusCode());
  }

  private String read(String id) throws Exception {
    return send(HttpRequest.newBuilder(documents.resolve(id))).body();
  }

  @Test
  void importsWhatItExported() throws Exception {
    put("a", "alpha");
    JsonNode exported =
        ended(post("exportDocuments", "{\"outputUriPrefix\":\"gs://local-backups/x/one\"}"));
    assertEquals(
        "gs://local-backups/x/one",
        exported.path("response").path("outputUriPrefix").asText(),
        exported.toString());
    put("a", "changed");
    put("b", "beta");
    JsonNode imported =
        ended(post("importDocuments", "{\"inputUriPrefix\":\"gs://local-backups/x/one\"}"));
    assertEquals("SUCCESSFUL", imported.path("metadata").path("operationState").asText());
    assertTrue(read("a").contains("alpha"), read("a"));
    assertTrue(read("b").contains("beta"), read("b"));
  }

  @Test
  void failsWithoutAnExport() throws Exception {
    JsonNode failed =
        ended(post("importDocuments", "{\"inputUriPrefix\":\"gs://local-backups/none\"}"));
    assertTrue(failed.path("error").path("message").asText().contains("No export"));
  }

  @Test
  void doesNotExportOverAnExport() throws Exception {
    String body = "{\"outputUriPrefix\":\"gs://local-backups/twice\"}";
    assertFalse(ended(post("exportDocuments", body)).has("error"));
    assertTrue(ended(post("exportDocuments", body)).has("error"));
  }

  @Test
  void refusesWhatTheEmulatorCannotDo() throws Exception {
    String body =
        "{\"outputUriPrefix\":\"gs://local-backups/p\",\"snapshotTime\":\"2026-01-01T00:00:00Z\"}";
    assertEquals(501, post("exportDocuments", body).statusCode());
    assertEquals(400, post("exportDocuments", "{}").statusCode());
    assertEquals(
        404, send(HttpRequest.newBuilder(URI.create(gateway + "/operations/x"))).statusCode());
  }
}
