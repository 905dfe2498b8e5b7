package app.tiktoktoe.functions.posting;

import static app.tiktoktoe.functions.posting.PostingStack.UPLOADER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.repository.BlobAllowance;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.ServedFunction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an account may upload, at what cost, and what records may say of it. */
class UploadBlobTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String UPLOAD = "com.atproto.repo.uploadBlob";
  private static final String LIMITS = "app.tiktoktoe.repo.getUploadLimits";
  private static Firestore firestore;
  private static ServedFunction served;
  private static String origin;

  @BeforeAll
  static void start() throws Exception {
    served = new ServedFunction(StackFunction.class).start();
    origin = served.origin();
    firestore = FirestoreEmulatorExtension.client(PostingStack.PROJECT);
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    HTTP.close();
    firestore.close();
  }

  @BeforeEach
  void nothingYet() throws Exception {
    for (DocumentReference blob : blobs()) {
      blob.delete().get();
    }
    for (DocumentReference day : days()) {
      day.delete().get();
    }
  }

  private static List<DocumentReference> blobs() {
    List<DocumentReference> found = new ArrayList<>();
    firestore.collection("repos/" + UPLOADER + "/blobs").listDocuments().forEach(found::add);
    return found;
  }

  /** Today's document, and tomorrow's for a test at midnight. */
  private static List<DocumentReference> days() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return List.of(
        firestore.document("blobDays/" + UPLOADER + "_" + today),
        firestore.document("blobDays/" + UPLOADER + "_" + today.plusDays(1)));
  }

  private static void hasUploaded(long files, long bytes) throws Exception {
    for (DocumentReference day : days()) {
      day.set(Map.of("version", 1, "files", files, "bytes", bytes)).get();
    }
  }

  private static void hasStored(long sizeBytes) throws Exception {
    firestore
        .document("repos/" + UPLOADER + "/blobs/one")
        .set(Map.of("state", "referenced", "size", sizeBytes))
        .get();
  }

  private record Answer(int status, HttpHeaders headers, JsonNode body) {
    String error() {
      return status + " " + body.path("error").asText();
    }

    long number(String field) {
      return body.path(field).asLong(-1);
    }
  }

  private static Answer send(HttpRequest.Builder request) throws Exception {
    var response =
        HTTP.send(
            request.header("Authorization", "Bearer " + UPLOADER).build(),
            BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), response.headers(), JSON.readTree(response.body()));
  }

  private static HttpRequest.Builder to(String method) {
    return HttpRequest.newBuilder(URI.create(origin + "/xrpc/" + method));
  }

  private static Answer upload(String type, BodyPublisher body) throws Exception {
    return send(to(UPLOAD).header("Content-Type", type).POST(body));
  }

  private static Answer upload(byte[] bytes) throws Exception {
    return upload("application/octet-stream", BodyPublishers.ofByteArray(bytes));
  }

  private static Answer limits() throws Exception {
    return send(to(LIMITS));
  }

  private static byte[] png(int sizeBytes) {
    byte[] head = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
    return Arrays.copyOf(head, sizeBytes);
  }

  /** What the last call to a method has read and written, as its log line says. */
  private static String cost(String method) throws Exception {
    String last = "";
    for (String line : PostingStack.LOG.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.contains("\"method\":\"" + method + "\"")) {
        last = line;
      }
    }
    JsonNode firestore = JSON.readTree(last).path("firestore");
    return firestore.path("reads") + ", " + firestore.path("writes");
  }

  @Test
  void anUploadHasItsCost() throws Exception {
    assertEquals(200, upload(png(100)).status());
    assertEquals("3, 2", cost(UPLOAD));
    assertEquals(200, upload(png(100)).status());
    assertEquals("4, 2", cost(UPLOAD));
    Answer limits = limits();
    assertEquals("3, 0", cost(LIMITS));
    assertTrue(limits.body().path("canUpload").asBoolean());
    assertEquals(PostingStack.BLOB_LIMIT_BYTES, limits.number("maxBlobBytes"));
    assertEquals(BlobAllowance.FILES_A_DAY - 2, limits.number("remainingDailyFiles"));
    assertEquals(BlobAllowance.BYTES_A_DAY - 200, limits.number("remainingDailyBytes"));
    assertEquals(1, limits.number("storedBlobs"));
    assertEquals(100, limits.number("storedBytes"));
    assertEquals(PostingStack.STORE_LIMIT_BYTES, limits.number("storedBytesLimit"));
  }

  @Test
  void aDayHasItsLimit() throws Exception {
    hasUploaded(BlobAllowance.FILES_A_DAY - 1, 0);
    assertEquals(200, upload(png(100)).status());
    Answer refused = upload(png(101));
    assertEquals("429 RateLimitExceeded", refused.error());
    assertEquals("3, 0", cost(UPLOAD));
    assertEquals("0", refused.headers().firstValue("RateLimit-Remaining").orElse(""));
    long seconds = refused.headers().firstValueAsLong("Retry-After").orElse(0);
    assertTrue(seconds > 0 && seconds <= 86_400, () -> seconds + " s");
    assertEquals(1, blobs().size());
    Answer limits = limits();
    assertEquals("200 RateLimitExceeded", limits.error());
    assertFalse(limits.body().path("canUpload").asBoolean(true));
    assertEquals(0, limits.number("remainingDailyFiles"));
    hasUploaded(1, BlobAllowance.BYTES_A_DAY - 100);
    assertEquals("429 RateLimitExceeded", upload(png(101)).error());
    assertEquals(200, upload(png(100)).status());
  }

  @Test
  void aStoreHasItsLimit() throws Exception {
    hasStored(PostingStack.STORE_LIMIT_BYTES - 100);
    assertEquals("403 UploadForbidden", upload(png(101)).error());
    assertEquals("3, 0", cost(UPLOAD));
    assertEquals(BlobAllowance.FILES_A_DAY, limits().number("remainingDailyFiles"));
    assertEquals(200, upload(png(100)).status());
    Answer limits = limits();
    assertEquals("200 UploadForbidden", limits.error());
    assertEquals(PostingStack.STORE_LIMIT_BYTES, limits.number("storedBytes"));
    assertEquals(2, blobs().size());
  }

  @Test
  void whatIsNotStoredIsGivenBack() throws Exception {
    byte[] large = png((int) PostingStack.BLOB_LIMIT_BYTES + 1);
    BodyPublisher stream = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
    assertEquals("413 PayloadTooLarge", upload("image/png", stream).error());
    assertEquals("413 PayloadTooLarge", upload(large).error());
    Answer limits = limits();
    assertEquals(BlobAllowance.FILES_A_DAY, limits.number("remainingDailyFiles"));
    assertEquals(BlobAllowance.BYTES_A_DAY, limits.number("remainingDailyBytes"));
    assertEquals(List.of(), blobs());
  }

  private static Answer put(String collection, String rkey, String record) throws Exception {
    String input =
        "{\"repo\":\"%s\",\"collection\":\"%s\",\"rkey\":\"%s\",\"record\":%s}"
            .formatted(UPLOADER, collection, rkey, record);
    return send(
        to("com.atproto.repo.putRecord")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(input)));
  }

  private static Answer postWith(String blob) throws Exception {
    return put(
        "app.bsky.feed.post",
        "3jzfcijpj2z2a",
        """
        {"text":"","createdAt":"2026-01-02T03:04:05Z",
         "embed":{"$type":"app.bsky.embed.images","images":[{"alt":"","image":%s}]}}\
        """
            .formatted(blob));
  }

  private static String blob(Answer uploaded) {
    return uploaded.body().path("blob").toString();
  }

  @Test
  void aRecordTakesImagesOfItsKindsAndSizes() throws Exception {
    String zip = blob(upload("image/png", BodyPublishers.ofString("PK\3\4 disguised")));
    assertTrue(zip.contains("application/zip"), zip);
    Answer refused = postWith(zip);
    assertEquals("400 InvalidRequest", refused.error());
    assertTrue(refused.body().path("message").asText().contains("image/*"), refused::toString);
    assertEquals(
        "400 InvalidMimeType", postWith(zip.replace("application/zip", "image/png")).error());

    String large = blob(upload(png(2_000_001)));
    refused = postWith(large);
    assertEquals("400 InvalidRequest", refused.error());
    assertTrue(refused.body().path("message").asText().contains("2000000"), refused::toString);
    assertEquals("400 InvalidSize", postWith(large.replace("2000001", "2000000")).error());
    assertEquals(200, postWith(blob(upload(png(2_000_000)))).status());

    String gif = blob(upload("image/gif", BodyPublishers.ofString("GIF89a and more")));
    Answer avatar = put("app.bsky.actor.profile", "self", "{\"avatar\":" + gif + "}");
    assertEquals("400 InvalidRequest", avatar.error());
    assertTrue(avatar.body().path("message").asText().contains("image/png"), avatar::toString);
    assertEquals(200, postWith(gif).status());
  }
}
