package app.tiktoktoe.functions.posting;

import static app.tiktoktoe.functions.posting.PostingStack.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.RepoEventJson;
import app.tiktoktoe.testkit.ServedFunction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The function behind the real framework, on the real emulators. */
class PostingFunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String POST = "app.bsky.feed.post";
  private static ServedFunction served;
  private static String origin;

  @BeforeAll
  static void start() throws Exception {
    PostingStack.PUBSUB.topic("commits");
    PostingStack.PUBSUB.subscription("commits", "test");
    served = new ServedFunction(StackFunction.class).start();
    origin = served.origin();
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    HTTP.close();
  }

  private record Answer(int status, HttpHeaders headers, JsonNode body) {
    String error() {
      return status + " " + body.path("error").asText();
    }

    String text(String pointer) {
      return body.at(pointer).asText();
    }
  }

  private static Answer get(String method, String query) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(origin + "/xrpc/" + method + "?" + query)));
  }

  private static Answer send(HttpRequest.Builder request) throws Exception {
    HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), response.headers(), JSON.readTree(response.body()));
  }

  private static Answer call(String method, String input) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(origin + "/xrpc/com.atproto.repo." + method))
            .header("Authorization", "Bearer " + ALICE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(input.formatted(ALICE))));
  }

  private static Answer upload(String type, byte[] bytes) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(origin + "/xrpc/com.atproto.repo.uploadBlob"))
            .header("Authorization", "Bearer " + ALICE)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  private static Answer post(String rkey, String text) throws Exception {
    return call(
        "createRecord",
        """
        {"repo":"%%s","collection":"app.bsky.feed.post","rkey":"%s",
         "record":{"text":"%s","createdAt":"2026-01-02T03:04:05Z"}}\
        """
            .formatted(rkey, text));
  }

  @Test
  void aCreatedRecordIsReadAndTold() throws Exception {
    Answer created = post("3jzfcijpj2z2a", "hello");
    assertEquals(200, created.status(), created.body().toString());
    assertEquals("at://" + ALICE + "/" + POST + "/3jzfcijpj2z2a", created.text("/uri"));
    assertEquals("valid", created.text("/validationStatus"));
    Answer read =
        get(
            "com.atproto.repo.getRecord",
            "repo=alice.test&collection=" + POST + "&rkey=3jzfcijpj2z2a");
    assertEquals("hello", read.text("/value/text"));
    assertEquals(POST, read.text("/value/$type"));
    assertEquals(created.text("/cid"), read.text("/cid"));
    boolean told = false;
    for (var message : PostingStack.PUBSUB.pull("test", 1, Duration.ofSeconds(20))) {
      CommitEvent event = (CommitEvent) RepoEventJson.decode(message.getData());
      told |= event.did().equals(ALICE);
    }
    assertTrue(told);
  }

  @Test
  void anAbsentRecordIsNotFound() throws Exception {
    String query = "collection=" + POST + "&rkey=3jzfcijpj2zzz&repo=";
    assertEquals("400 RecordNotFound", get("com.atproto.repo.getRecord", query + ALICE).error());
    assertEquals(
        "400 RecordNotFound", get("com.atproto.repo.getRecord", query + "nobody.test").error());
    assertEquals(
        "400 InvalidRequest",
        get("com.atproto.repo.listRecords", "collection=" + POST + "&repo=nobody.test").error());
  }

  @Test
  void aWriteThatKeepsLosingIsToldToComeBack() throws Exception {
    PostingStack.contended = true;
    Answer lost;
    try {
      lost = post("3jzfcijpj2z55", "hello");
    } finally {
      PostingStack.contended = false;
    }
    assertEquals("503 ServiceUnavailable", lost.error());
    assertEquals(Optional.of("1"), lost.headers().firstValue("Retry-After"));
    String query = "repo=alice.test&collection=" + POST + "&rkey=3jzfcijpj2z55";
    assertEquals("400 RecordNotFound", get("com.atproto.repo.getRecord", query).error());
    assertEquals(200, post("3jzfcijpj2z55", "hello").status());
  }

  @Test
  void whatALexiconRefusesIsNotWritten() throws Exception {
    String bad = "{\"repo\":\"%s\",\"collection\":\"app.bsky.feed.post\",\"record\":{\"text\":1}";
    assertEquals("400 InvalidRequest", call("createRecord", bad + "}").error());
    Answer unchecked = call("createRecord", bad + ",\"validate\":false}");
    assertEquals(200, unchecked.status());
    assertTrue(unchecked.body().path("validationStatus").isMissingNode());
    String unknown = "{\"repo\":\"%s\",\"collection\":\"com.example.thing\",\"record\":{\"a\":1}";
    assertEquals("unknown", call("createRecord", unknown + "}").text("/validationStatus"));
    assertEquals(
        "400 InvalidRequest", call("createRecord", unknown + ",\"validate\":true}").error());
    assertEquals(
        "400 InvalidRequest",
        call(
                "createRecord",
                """
                {"repo":"%s","collection":"com.example.thing","record":{"a":1.5},
                 "validate":false}\
                """)
            .error());
    assertEquals(
        "400 InvalidRequest",
        call(
                "createRecord",
                """
                {"repo":"%s","collection":"com.example.thing","record":{"$type":"com.other.x"}}\
                """)
            .error());
    assertEquals("400 InvalidRequest", post("not-a-tid", "x").error());
  }

  @Test
  void aProfileIsPutOnceAndSwapped() throws Exception {
    String put =
        """
        {"repo":"%%s","collection":"app.bsky.actor.profile","rkey":"self",
         "record":{"displayName":"%s"}%s}\
        """;
    Answer first = call("putRecord", put.formatted("Alice", ",\"swapRecord\":null"));
    assertEquals(200, first.status(), first.body().toString());
    Answer again = call("putRecord", put.formatted("Alice", ""));
    assertEquals(first.text("/cid"), again.text("/cid"));
    assertTrue(again.body().path("commit").isMissingNode());
    Answer swapped = call("putRecord", put.formatted("Al", ",\"swapRecord\":null"));
    assertEquals("400 InvalidSwap", swapped.error());
    assertEquals("Record was at " + first.text("/cid"), swapped.text("/message"));
  }

  @Test
  void manyWritesAreOneCommitAndListed() throws Exception {
    Answer applied =
        call(
            "applyWrites",
            """
            {"repo":"%s","writes":[
             {"$type":"com.atproto.repo.applyWrites#create","collection":"com.example.item",
              "rkey":"a","value":{"n":1}},
             {"$type":"com.atproto.repo.applyWrites#create","collection":"com.example.item",
              "rkey":"b","value":{"n":2}},
             {"$type":"com.atproto.repo.applyWrites#delete","collection":"com.example.item",
              "rkey":"zz"}]}\
            """);
    assertEquals(200, applied.status(), applied.body().toString());
    assertEquals("com.atproto.repo.applyWrites#createResult", applied.text("/results/0/$type"));
    assertEquals("com.atproto.repo.applyWrites#deleteResult", applied.text("/results/2/$type"));
    String list = "com.atproto.repo.listRecords";
    Answer page = get(list, "repo=" + ALICE + "&collection=com.example.item&limit=1");
    assertEquals(2, page.body().at("/records/0/value/n").asInt());
    assertEquals("b", page.text("/cursor"));
    Answer next = get(list, "repo=" + ALICE + "&collection=com.example.item&cursor=b");
    assertEquals(1, next.body().at("/records/0/value/n").asInt());
    assertEquals(
        1,
        get(list, "repo=" + ALICE + "&collection=com.example.item&reverse=true")
            .body()
            .at("/records/0/value/n")
            .asInt());
    Answer described = get("com.atproto.repo.describeRepo", "repo=alice.test");
    assertTrue(described.body().path("handleIsCorrect").asBoolean());
    assertTrue(described.body().path("collections").toString().contains("com.example.item"));
    assertEquals(
        "400 RepoNotFound", get("com.atproto.repo.describeRepo", "repo=nobody.test").error());
  }

  @Test
  void deletingWhatIsNotThereIsFine() throws Exception {
    Answer deleted =
        call(
            "deleteRecord",
            """
            {"repo":"%s","collection":"app.bsky.feed.post","rkey":"3jzfcijpj2zab"}\
            """);
    assertEquals(200, deleted.status());
    assertEquals(0, deleted.body().size());
  }

  @Test
  void anUploadedBlobIsReferredTo() throws Exception {
    byte[] png = "\u0089PNG\r\n\u001a\nrest".getBytes(StandardCharsets.ISO_8859_1);
    Answer uploaded = upload("application/octet-stream", png);
    assertEquals(200, uploaded.status(), uploaded.body().toString());
    assertEquals("image/png", uploaded.text("/blob/mimeType"));
    assertEquals(Cid.ofRaw(png).toString(), uploaded.text("/blob/ref/$link"));
    String withAvatar =
        """
        {"repo":"%%s","collection":"com.example.picture","rkey":"one","record":{"image":%s}}\
        """;
    String blob = uploaded.body().path("blob").toString();
    assertEquals(200, call("putRecord", withAvatar.formatted(blob)).status());
    assertEquals(
        "400 InvalidMimeType",
        call("putRecord", withAvatar.formatted(blob.replace("image/png", "image/gif"))).error());
    String other = Cid.ofRaw(new byte[] {1}).toString();
    assertEquals(
        "400 BlobNotFound",
        call(
                "putRecord",
                withAvatar.formatted(blob.replace(uploaded.text("/blob/ref/$link"), other)))
            .error());
  }

  @Test
  void theFirstBytesCorrectADeclaredType() throws Exception {
    byte[] gif = "GIF89a and more".getBytes(StandardCharsets.ISO_8859_1);
    byte[] text = "WEBVTT\n\n00:01.000 --> 00:02.000\nhi".getBytes(StandardCharsets.UTF_8);
    assertEquals("image/gif", upload("image/png", gif).text("/blob/mimeType"));
    assertEquals("image/gif", upload("*/*", gif).text("/blob/mimeType"));
    assertEquals("image/png", upload("image/png", text).text("/blob/mimeType"));
    assertEquals("text/vtt", upload("text/vtt; charset=utf-8", text).text("/blob/mimeType"));
    assertEquals("400 InvalidRequest", upload("nonsense", gif).error());
  }

  @Test
  void aDeactivatedAccountUploadsAndWritesNothing() throws Exception {
    PostingStack.switchAccount(false);
    try {
      assertEquals("401 AccountDeactivated", post("3jzfcijpj2zyy", "not now").error());
      assertEquals(200, upload("video/x-thing", new byte[] {1, 2, 3}).status());
    } finally {
      PostingStack.switchAccount(true);
    }
    assertEquals(200, post("3jzfcijpj2zyy", "now").status());
  }

  @Test
  void aLargeBlobIsStreamedAndATooLargeOneRefused() throws Exception {
    byte[] large = new byte[2_500_000];
    large[7] = 1;
    Answer uploaded = upload("video/x-thing", large);
    assertEquals(Cid.ofRaw(large).toString(), uploaded.text("/blob/ref/$link"));
    assertEquals(2_500_000, uploaded.body().at("/blob/size").asInt());
    assertEquals("413 PayloadTooLarge", upload("video/x-thing", new byte[3_000_001]).error());
  }

  @Test
  void anotherAccountsRepositoryIsRefused() throws Exception {
    Answer answer =
        call(
            "deleteRecord",
            """
            {"repo":"did:plc:somebodysomebodysomebody","collection":"app.bsky.feed.post",
             "rkey":"3jzfcijpj2zab"}\
            """);
    assertEquals(401, answer.status());
    assertFalse(answer.body().path("error").asText().isEmpty());
  }
}
