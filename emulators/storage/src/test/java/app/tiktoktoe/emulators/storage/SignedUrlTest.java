package app.tiktoktoe.emulators.storage;

import static app.tiktoktoe.emulators.storage.StorageFixture.BUCKET;
import static app.tiktoktoe.emulators.storage.StorageFixture.PUBLIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.HttpMethod;
import com.google.cloud.storage.Storage.SignUrlOption;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The XML API as browsers, players and the gateway use it. */
class SignedUrlTest {
  private static final BlobInfo VIDEO =
      BlobInfo.newBuilder(BUCKET, "p/o 1+ä.mp4").setContentType("video/mp4").build();

  private final HttpClient http = HttpClient.newHttpClient();
  private StorageFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new StorageFixture(null);
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    fixture.close();
  }

  private String sign(BlobInfo blob, SignUrlOption... more) {
    List<SignUrlOption> options =
        new ArrayList<>(
            List.of(
                fixture.signer(),
                SignUrlOption.withV4Signature(),
                SignUrlOption.withHostName(fixture.emulator.endpoint().toString())));
    options.addAll(List.of(more));
    return fixture
        .client
        .signUrl(blob, 10, TimeUnit.MINUTES, options.toArray(SignUrlOption[]::new))
        .toString();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(String url) {
    return HttpRequest.newBuilder(URI.create(url));
  }

  private void create(BlobInfo info) {
    fixture.client.create(info, "0123456789".getBytes(UTF_8));
  }

  private static void assertRefused(int status, String code, HttpResponse<String> response) {
    assertTrue(response.body().contains("<Code>" + code + "</Code>"), response.body());
    assertEquals(status, response.statusCode());
    assertEquals(
        "application/xml; charset=UTF-8",
        response.headers().firstValue("Content-Type").orElseThrow());
  }

  @Test
  void readsWithAValidUrlOnly() throws Exception {
    create(VIDEO);
    String url = sign(VIDEO);
    HttpResponse<String> read = send(to(url));
    assertEquals(200, read.statusCode());
    assertEquals("0123456789", read.body());
    assertEquals("video/mp4", read.headers().firstValue("Content-Type").orElseThrow());
    assertEquals("345", send(to(url).header("Range", "bytes=3-5")).body());

    char last = url.charAt(url.length() - 1);
    String tampered = url.substring(0, url.length() - 1) + (last == '0' ? '1' : '0');
    assertRefused(403, "SignatureDoesNotMatch", send(to(tampered)));
    assertRefused(403, "SignatureDoesNotMatch", send(to(url.replace("p/o%201", "p/other"))));
    assertRefused(
        403,
        "SignatureDoesNotMatch",
        send(to(url.replace("X-Goog-Expires=600", "X-Goog-Expires=6000"))));
    assertRefused(403, "SignatureDoesNotMatch", send(to(url).DELETE()));
    assertRefused(403, "AccessDenied", send(to(url).header("x-goog-meta-a", "b")));
    assertRefused(403, "AccessDenied", send(to(url.substring(0, url.indexOf('?')))));

    fixture.shift.set(Duration.ofSeconds(595));
    assertEquals(200, send(to(url)).statusCode());
    fixture.shift.set(Duration.ofSeconds(602));
    assertRefused(400, "ExpiredToken", send(to(url)));
    fixture.shift.set(Duration.ofHours(-1));
    assertRefused(403, "AccessDenied", send(to(url)));
  }

  @Test
  void refusesAStrangersSignature() throws Exception {
    create(VIDEO);
    String url = sign(VIDEO).replace("signer%40", "stranger%40");
    assertRefused(403, "SignatureDoesNotMatch", send(to(url)));
  }

  @Test
  void answersHead() throws Exception {
    create(VIDEO);
    String url = sign(VIDEO, SignUrlOption.httpMethod(HttpMethod.HEAD));
    HttpResponse<String> head = send(to(url).HEAD());
    assertEquals(200, head.statusCode());
    assertEquals("10", head.headers().firstValue("Content-Length").orElseThrow());
    assertRefused(403, "SignatureDoesNotMatch", send(to(url)));
  }

  @Test
  void putsWithTheSignedHeadersOnly() throws Exception {
    String url =
        sign(
            VIDEO,
            SignUrlOption.httpMethod(HttpMethod.PUT),
            SignUrlOption.withExtHeaders(
                Map.of(
                    "Content-Type",
                    "video/mp4",
                    "x-goog-meta-did",
                    "did:plc:x",
                    "x-goog-content-length-range",
                    "1,8")));
    HttpRequest.Builder put =
        to(url)
            .header("Content-Type", "video/mp4")
            .header("x-goog-meta-did", "did:plc:x")
            .header("x-goog-content-length-range", "1,8");
    assertRefused(
        400, "EntityTooLarge", send(put.copy().PUT(BodyPublishers.ofString("123456789"))));
    assertNull(fixture.client.get(VIDEO.getBlobId()));
    HttpResponse<String> stored = send(put.copy().PUT(BodyPublishers.ofString("12345678")));
    assertEquals(200, stored.statusCode(), stored.body());
    assertEquals("video/mp4", fixture.client.get(VIDEO.getBlobId()).getContentType());
    assertEquals(Map.of("did", "did:plc:x"), fixture.client.get(VIDEO.getBlobId()).getMetadata());

    HttpRequest.Builder other = put.copy().setHeader("Content-Type", "text/html");
    assertRefused(
        403, "SignatureDoesNotMatch", send(other.PUT(BodyPublishers.ofString("12345678"))));
    assertRefused(
        400,
        "MalformedSecurityHeader",
        send(to(url).header("Content-Type", "video/mp4").PUT(BodyPublishers.ofString("12345678"))));
  }

  @Test
  void deletes() throws Exception {
    create(VIDEO);
    String url = sign(VIDEO, SignUrlOption.httpMethod(HttpMethod.DELETE));
    assertEquals(204, send(to(url).DELETE()).statusCode());
    assertRefused(404, "NoSuchKey", send(to(url).DELETE()));
  }

  @Test
  void uploadsResumablyFromABrowser() throws Exception {
    String url =
        sign(
            VIDEO,
            SignUrlOption.httpMethod(HttpMethod.POST),
            SignUrlOption.withExtHeaders(
                Map.of("Content-Type", "video/mp4", "x-goog-resumable", "start")));
    HttpResponse<String> started =
        send(
            to(url)
                .header("Content-Type", "video/mp4")
                .header("x-goog-resumable", "start")
                .header("Origin", StorageFixture.BROWSER)
                .POST(BodyPublishers.noBody()));
    assertEquals(201, started.statusCode(), started.body());
    assertEquals(
        StorageFixture.BROWSER,
        started.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    String session = started.headers().firstValue("Location").orElseThrow();

    byte[] bytes = new byte[300_000];
    HttpRequest.Builder put = to(session).header("Origin", StorageFixture.BROWSER);
    HttpResponse<String> part =
        send(
            put.copy()
                .header("Content-Range", "bytes 0-262143/300000")
                .PUT(BodyPublishers.ofByteArray(bytes, 0, 262_144)));
    assertEquals(308, part.statusCode());
    assertEquals("bytes=0-262143", part.headers().firstValue("Range").orElseThrow());
    assertTrue(
        part.headers().firstValue("Access-Control-Expose-Headers").orElseThrow().contains("Range"));
    HttpResponse<String> done =
        send(
            put.copy()
                .header("Content-Range", "bytes 262144-299999/300000")
                .PUT(BodyPublishers.ofByteArray(bytes, 262_144, 300_000 - 262_144)));
    assertEquals(200, done.statusCode(), done.body());
    assertEquals("300000", done.headers().firstValue("x-goog-stored-content-length").orElseThrow());
    assertArrayEquals(bytes, fixture.client.readAllBytes(VIDEO.getBlobId()));

    String elsewhere = session.replace(".mp4?", ".mov?");
    assertRefused(404, "NoSuchUpload", send(to(elsewhere).PUT(BodyPublishers.ofByteArray(bytes))));
  }

  @Test
  void answersPreflightsByTheBucketsRules() throws Exception {
    String url = fixture.emulator.endpoint() + "/" + BUCKET + "/any";
    HttpResponse<String> allowed = send(preflight(url, StorageFixture.BROWSER, "PUT"));
    assertEquals(200, allowed.statusCode());
    assertEquals(
        StorageFixture.BROWSER,
        allowed.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    assertTrue(
        allowed
            .headers()
            .firstValue("Access-Control-Allow-Headers")
            .orElseThrow()
            .contains("Content-Type"));
    for (HttpResponse<String> refused :
        List.of(
            send(preflight(url, "http://evil.example", "PUT")),
            send(preflight(url, StorageFixture.BROWSER, "DELETE")))) {
      assertTrue(refused.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }
  }

  private static HttpRequest.Builder preflight(String url, String origin, String method) {
    return to(url)
        .method("OPTIONS", BodyPublishers.noBody())
        .header("Origin", origin)
        .header("Access-Control-Request-Method", method);
  }

  @Test
  void servesPublicBucketsToAnybody() throws Exception {
    create(
        BlobInfo.newBuilder(PUBLIC, "hls/a b/init.mp4")
            .setContentType("video/mp4")
            .setCacheControl("public, max-age=31536000, immutable")
            .build());
    String url = fixture.emulator.endpoint() + "/" + PUBLIC + "/hls/a%20b/init.mp4";
    HttpResponse<String> read = send(to(url));
    assertEquals("0123456789", read.body());
    assertEquals("video/mp4", read.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(
        "public, max-age=31536000, immutable",
        read.headers().firstValue("Cache-Control").orElseThrow());
    String etag = read.headers().firstValue("ETag").orElseThrow();
    assertEquals(304, send(to(url).header("If-None-Match", etag)).statusCode());

    HttpResponse<String> part = send(to(url).header("Range", "bytes=-3"));
    assertEquals(206, part.statusCode());
    assertEquals("789", part.body());
    assertEquals("bytes 7-9/10", part.headers().firstValue("Content-Range").orElseThrow());
    assertEquals("56789", send(to(url).header("Range", "bytes=5-99")).body());
    HttpResponse<String> beyond = send(to(url).header("Range", "bytes=10-"));
    assertEquals(416, beyond.statusCode());
    assertEquals("bytes */10", beyond.headers().firstValue("Content-Range").orElseThrow());
    assertRefused(404, "NoSuchKey", send(to(url + "x")));
    assertRefused(403, "AccessDenied", send(to(url).DELETE()));
    assertRefused(403, "AccessDenied", send(to(url).PUT(BodyPublishers.ofString("x"))));
  }
}
