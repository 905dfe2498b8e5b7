package app.tiktoktoe.emulators.storage;

import static app.tiktoktoe.emulators.storage.StorageFixture.BUCKET;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resumable protocol byte by byte, where Google's client cannot be made to fail. */
class ResumableUploadTest {
  private static final int CHUNK = 262_144;

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final byte[] bytes = new byte[2 * CHUNK + 1000];
  private StorageFixture fixture;

  @BeforeEach
  void start() throws Exception {
    new Random(3).nextBytes(bytes);
    fixture = new StorageFixture(directory);
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    fixture.close();
  }

  private String startSession(String query, String json) throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        fixture.emulator.endpoint()
                            + "/upload/storage/v1/b/"
                            + BUCKET
                            + "/o?uploadType=resumable&name=o"
                            + query))
                .POST(BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), response.body());
    return response.headers().firstValue("Location").orElseThrow();
  }

  private HttpResponse<String> put(String session, @Nullable String range, int from, int to)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(session))
            .PUT(BodyPublishers.ofByteArray(bytes, from, to - from));
    if (range != null) {
      request.header("Content-Range", range);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static void assertKept(int end, HttpResponse<String> response) {
    assertEquals(308, response.statusCode(), response.body());
    assertEquals(
        end == 0 ? "" : "bytes=0-" + (end - 1), response.headers().firstValue("Range").orElse(""));
  }

  private void assertComplete(HttpResponse<String> response) {
    assertEquals(200, response.statusCode(), response.body());
    assertTrue(response.body().contains("\"size\":\"" + bytes.length + "\""), response.body());
    assertArrayEquals(bytes, fixture.client.readAllBytes(BUCKET, "o"));
  }

  @Test
  void goesOnWhereABrokenConnectionLeftOff() throws Exception {
    String session = startSession("", "{}");
    URI uri = URI.create(session);
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT "
                  + uri.getRawPath()
                  + "?"
                  + uri.getRawQuery()
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                  + bytes.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(bytes, 0, CHUNK + 500);
      out.flush();
    }
    // The session is locked until the server has seen the end of the broken connection.
    HttpResponse<String> status = put(session, "bytes */" + bytes.length, 0, 0);
    while (status.headers().firstValue("Range").isEmpty()) {
      status = put(session, "bytes */" + bytes.length, 0, 0);
    }
    assertKept(CHUNK, status);
    assertNull(fixture.client.get(BUCKET, "o"));

    fixture.close();
    fixture = new StorageFixture(directory);
    String moved = fixture.emulator.endpoint() + uri.getRawPath() + "?" + uri.getRawQuery();
    assertKept(CHUNK, put(moved, "bytes */*", 0, 0));
    assertComplete(
        put(
            moved,
            "bytes %d-%d/%d".formatted(CHUNK, bytes.length - 1, bytes.length),
            CHUNK,
            bytes.length));
    assertComplete(put(moved, "bytes */" + bytes.length, 0, 0));
  }

  @Test
  void keepsWholeQuantaAndSkipsWhatItHas() throws Exception {
    String session = startSession("", "{}");
    assertKept(0, put(session, "bytes */*", 0, 0));
    assertKept(0, put(session, "bytes 0-99/*", 0, 100));
    assertKept(CHUNK, put(session, "bytes 0-%d/*".formatted(CHUNK + 9), 0, CHUNK + 10));
    assertEquals(503, put(session, "bytes 300000-300099/*", 0, 100).statusCode());
    assertEquals(400, put(session, "bytes 9-3/*", 0, 1).statusCode());
    assertComplete(
        put(
            session,
            "bytes 100-%d/%d".formatted(bytes.length - 1, bytes.length),
            100,
            bytes.length));
  }

  @Test
  void finishesWithoutBytes() throws Exception {
    String session = startSession("", "{}");
    assertKept(2 * CHUNK, put(session, "bytes 0-%d/*".formatted(2 * CHUNK - 1), 0, 2 * CHUNK));
    assertEquals(200, put(session, "bytes */" + 2 * CHUNK, 0, 0).statusCode());
    assertEquals(2 * CHUNK, fixture.client.readAllBytes(BUCKET, "o").length);
  }

  @Test
  void takesAllInOneRequest() throws Exception {
    assertComplete(put(startSession("", "{}"), null, 0, bytes.length));
  }

  @Test
  void refusesOtherBytesThanDeclared() throws Exception {
    String session = startSession("", "{\"crc32c\":\"AAAAAA==\"}");
    assertEquals(400, put(session, null, 0, bytes.length).statusCode());
    assertNull(fixture.client.get(BUCKET, "o"));
    assertEquals(404, put(session, "bytes */*", 0, 0).statusCode());

    HttpResponse<String> atTheEnd =
        http.send(
            HttpRequest.newBuilder(URI.create(startSession("", "{}")))
                .header("X-Goog-Hash", "crc32c=AAAAAA==")
                .PUT(BodyPublishers.ofByteArray(bytes))
                .build(),
            BodyHandlers.ofString());
    assertEquals(400, atTheEnd.statusCode());
    assertNull(fixture.client.get(BUCKET, "o"));
  }

  @Test
  void checksPreconditionsAtTheEndAgain() throws Exception {
    String first = startSession("&ifGenerationMatch=0", "{}");
    String second = startSession("&ifGenerationMatch=0", "{}");
    assertComplete(put(first, null, 0, bytes.length));
    assertEquals(412, put(second, null, 0, 10).statusCode());
    assertComplete(put(first, "bytes */*", 0, 0));
  }

  @Test
  void endsByDeletionAndByAge() throws Exception {
    String deleted = startSession("", "{}");
    HttpRequest delete = HttpRequest.newBuilder(URI.create(deleted)).DELETE().build();
    assertEquals(499, http.send(delete, BodyHandlers.ofString()).statusCode());
    assertEquals(404, put(deleted, "bytes */*", 0, 0).statusCode());

    String old = startSession("", "{}");
    fixture.shift.set(Duration.ofDays(6));
    assertKept(0, put(old, "bytes */*", 0, 0));
    fixture.shift.set(Duration.ofDays(8));
    assertEquals(410, put(old, "bytes */*", 0, 0).statusCode());
  }
}
