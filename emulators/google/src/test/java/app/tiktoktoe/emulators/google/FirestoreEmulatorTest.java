package app.tiktoktoe.emulators.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirestoreEmulatorTest {
  private static final String DOCUMENTS =
      "/v1/projects/demo-export/databases/(default)/documents/letters";

  @TempDir Path folder;

  @Test
  void anExportSeedsTheNextEmulator() throws Exception {
    Path seed;
    try (FirestoreEmulator first = FirestoreEmulator.start()) {
      String body = "{\"fields\":{\"text\":{\"stringValue\":\"alpha\"}}}";
      assertEquals(
          200,
          send(HttpRequest.newBuilder(uri(first, "?documentId=a"))
                  .POST(BodyPublishers.ofString(body)))
              .statusCode());
      seed = first.export("demo-export", folder, "one");
    }
    assertTrue(Files.exists(seed));

    EmulatorLocator locator = new EmulatorLocator(System.getenv());
    try (FirestoreEmulator second =
        FirestoreEmulator.start(locator, new FirestoreEmulator.Options(0, seed, line -> {}))) {
      HttpResponse<String> read = send(HttpRequest.newBuilder(uri(second, "/a")));
      assertEquals(200, read.statusCode());
      assertTrue(read.body().contains("alpha"), read.body());
    }
  }

  @Test
  void anExportIsLoadedIntoARunningEmulator() throws Exception {
    try (FirestoreEmulator emulator = FirestoreEmulator.start()) {
      put(emulator, "a", "alpha");
      Path metadata = emulator.export("demo-export", folder, "two");
      put(emulator, "a", "changed");
      put(emulator, "b", "beta");
      emulator.load("demo-export", metadata);
      assertTrue(send(HttpRequest.newBuilder(uri(emulator, "/a"))).body().contains("alpha"));
      assertTrue(send(HttpRequest.newBuilder(uri(emulator, "/b"))).body().contains("beta"));
    }
  }

  private static void put(FirestoreEmulator emulator, String id, String text) throws Exception {
    String body = "{\"fields\":{\"text\":{\"stringValue\":\"" + text + "\"}}}";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(emulator, "/" + id))
            .method("PATCH", BodyPublishers.ofString(body));
    assertEquals(200, send(request).statusCode());
  }

  private static URI uri(FirestoreEmulator emulator, String rest) {
    return URI.create("http://" + emulator.hostPort() + DOCUMENTS + rest);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          request.version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofString());
    }
  }
}
