package app.tiktoktoe.functions.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import com.google.cloud.functions.invoker.runner.Invoker;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The function behind the real framework, on the real emulators. */
class SyncFunctionTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Invoker invoker;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    invoker =
        new Invoker(
            port, StackFunction.class.getName(), "http", SyncFunctionTest.class.getClassLoader());
    invoker.startTestServer();
  }

  @AfterAll
  static void stop() throws Exception {
    invoker.stopServer();
    HTTP.close();
  }

  private static HttpResponse<byte[]> blob(Object did, Object cid) throws Exception {
    URI uri =
        URI.create(
            "http://localhost:%d/xrpc/com.atproto.sync.getBlob?did=%s&cid=%s"
                .formatted(port, did, cid));
    return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }

  @Test
  void aBlobThatARecordRefersToIsServedHarmlessly() throws Exception {
    Cid cid = Cid.ofRaw(StackFunction.REFERENCED);
    HttpResponse<byte[]> response = blob(StackFunction.ALICE, cid);
    assertEquals(200, response.statusCode());
    assertArrayEquals(StackFunction.REFERENCED, response.body());
    assertEquals("image/png", header(response, "Content-Type"));
    assertEquals("70000", header(response, "Content-Length"));
    assertEquals("nosniff", header(response, "X-Content-Type-Options"));
    assertEquals("default-src 'none'; sandbox", header(response, "Content-Security-Policy"));
    assertEquals("attachment; filename=\"" + cid + "\"", header(response, "Content-Disposition"));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void nothingElseIs() throws Exception {
    assertRefused("BlobNotFound", blob(StackFunction.ALICE, Cid.ofRaw(StackFunction.TEMPORARY)));
    assertRefused("BlobNotFound", blob(StackFunction.ALICE, Cid.ofRaw(new byte[0])));
    assertRefused(
        "RepoNotFound",
        blob("did:plc:nobodynobodynobodynobody", Cid.ofRaw(StackFunction.REFERENCED)));
    assertRefused("InvalidRequest", blob(StackFunction.ALICE, "no-cid"));
  }

  private static void assertRefused(String error, HttpResponse<byte[]> response) {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    assertEquals(400, response.statusCode(), body);
    assertTrue(body.contains("\"" + error + "\""), body);
  }
}
