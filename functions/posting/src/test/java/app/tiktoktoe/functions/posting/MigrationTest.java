package app.tiktoktoe.functions.posting;

import static app.tiktoktoe.functions.posting.PostingStack.MOVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.testkit.ServedFunction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An account that moves here, behind the real framework, on the real emulators. */
class MigrationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final byte[] PICTURE = {1, 2, 3};
  private static ServedFunction served;
  private static String origin;

  @BeforeAll
  static void start() throws Exception {
    served = new ServedFunction(StackFunction.class).start();
    origin = served.origin();
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    HTTP.close();
  }

  private static HttpResponse<String> post(String method, String type, BodyPublisher body)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(origin + "/xrpc/com.atproto.repo." + method))
            .header("Authorization", "Bearer " + MOVER)
            .header("Content-Type", type)
            .POST(body)
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonNode missing(String query) throws Exception {
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(
                    URI.create(origin + "/xrpc/com.atproto.repo.listMissingBlobs" + query))
                .header("Authorization", "Bearer " + MOVER)
                .build(),
            BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), response::body);
    return JSON.readTree(response.body());
  }

  private static byte[] car(Did did) throws Exception {
    String record =
        """
        {"$type":"com.example.picture","image":{"$type":"blob","mimeType":"image/png","size":3,
         "ref":{"$link":"%s"}}}\
        """
            .formatted(Cid.ofRaw(PICTURE));
    byte[] block = DagCbor.encode(JSON.readTree(record));
    List<MstEntry> entries = List.of(new MstEntry("com.example.picture/one", Cid.ofCbor(block)));
    SigningKey foreign = SigningKey.generate(Curve.K256, new SecureRandom());
    Commit commit = Commit.sign(did, Tid.of(1, 1), Mst.rootOf(entries), foreign);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RepoCar.write(out, commit, Mst.of(entries), entry -> block);
    return out.toByteArray();
  }

  private static HttpResponse<String> importing(byte[] car) throws Exception {
    return post("importRepo", ImportRepo.CAR, BodyPublishers.ofByteArray(car));
  }

  @Test
  void aDeactivatedAccountImportsAndUploadsWhatIsMissing() throws Exception {
    HttpResponse<String> imported = importing(car(MOVER));
    assertEquals(200, imported.statusCode(), imported::body);
    assertEquals("", imported.body());
    Cid picture = Cid.ofRaw(PICTURE);
    JsonNode missing = missing("");
    assertEquals(picture.toString(), missing.at("/blobs/0/cid").asText());
    assertEquals(
        "at://" + MOVER + "/com.example.picture/one", missing.at("/blobs/0/recordUri").asText());
    assertEquals(
        "{\"blobs\":[]}", missing("?cursor=" + missing.path("cursor").asText()).toString());

    HttpResponse<String> uploaded =
        post("uploadBlob", "image/png", BodyPublishers.ofByteArray(PICTURE));
    assertEquals(200, uploaded.statusCode(), uploaded::body);
    assertEquals("{\"blobs\":[]}", missing("").toString());
  }

  @Test
  void whatIsNoRepositoryOfTheAccountIsRefused() throws Exception {
    assertRefused("This is no repository", importing(new byte[] {1, 2, 3}));
    assertRefused("is one of", importing(car(PostingStack.ALICE)));
    assertRefused(
        "Content-Type", post("importRepo", "text/plain", BodyPublishers.ofByteArray(car(MOVER))));
    HttpResponse<String> tooLarge = importing(new byte[32 * 1024 * 1024 + 1]);
    assertEquals(413, tooLarge.statusCode(), tooLarge::body);
    assertTrue(tooLarge.body().contains("33554432"), tooLarge::body);
  }

  private static void assertRefused(String words, HttpResponse<String> response) {
    assertEquals(400, response.statusCode(), response::body);
    assertTrue(response.body().contains(words), response::body);
  }
}
