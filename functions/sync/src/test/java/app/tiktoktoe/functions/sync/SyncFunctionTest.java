package app.tiktoktoe.functions.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.car.CarReader;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstReader;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.testkit.ServedFunction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function behind the real framework, on the real emulators. */
class SyncFunctionTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static ServedFunction served;

  @BeforeAll
  static void start() throws Exception {
    served = new ServedFunction(StackFunction.class).start();
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    HTTP.close();
  }

  private static HttpResponse<byte[]> get(String method, String query, String... headers)
      throws Exception {
    URI uri =
        URI.create(
            "http://localhost:%d/xrpc/com.atproto.sync.%s?%s"
                .formatted(served.port(), method, query));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> get(String method, Did did, String... headers)
      throws Exception {
    return get(method, query(method, did), headers);
  }

  private static String query(String method, Did did) {
    return switch (method) {
      case "getBlob" -> "did=" + did + "&cid=" + Cid.ofRaw(StackFunction.REFERENCED);
      case "getBlocks" -> "did=" + did + "&cids=" + Cid.ofCbor(new byte[] {1});
      case "getRecord" -> "did=" + did + "&collection=com.example.picture&rkey=r1";
      default -> "did=" + did;
    };
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws Exception {
    assertEquals(200, response.statusCode(), () -> text(response));
    return new ObjectMapper().readTree(response.body());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static void assertRefused(String error, HttpResponse<byte[]> response) {
    assertEquals(400, response.statusCode(), () -> text(response));
    assertTrue(text(response).contains("\"" + error + "\""), () -> text(response));
  }

  private static RepoCar repository(HttpResponse<byte[]> response) throws Exception {
    assertEquals(200, response.statusCode(), () -> text(response));
    assertEquals("application/vnd.ipld.car", header(response, "Content-Type"));
    return RepoCar.read(
        new ByteArrayInputStream(response.body()), new RepoCar.Limits(1_000_000, 1_000));
  }

  @Test
  void aBlobThatARecordRefersToIsServedHarmlessly() throws Exception {
    Cid cid = Cid.ofRaw(StackFunction.REFERENCED);
    HttpResponse<byte[]> response = get("getBlob", StackFunction.ALICE);
    assertEquals(200, response.statusCode());
    assertArrayEquals(StackFunction.REFERENCED, response.body());
    assertEquals("image/png", header(response, "Content-Type"));
    assertEquals("70000", header(response, "Content-Length"));
    assertEquals("bytes", header(response, "Accept-Ranges"));
    assertEquals("nosniff", header(response, "X-Content-Type-Options"));
    assertEquals("default-src 'none'; sandbox", header(response, "Content-Security-Policy"));
    assertEquals("attachment; filename=\"" + cid + "\"", header(response, "Content-Disposition"));
  }

  @Test
  void aPartOfABlobIsServedAsHarmlessly() throws Exception {
    HttpResponse<byte[]> response = get("getBlob", StackFunction.ALICE, "Range", "bytes=1-69998");
    assertEquals(206, response.statusCode());
    assertArrayEquals(Arrays.copyOfRange(StackFunction.REFERENCED, 1, 69_999), response.body());
    assertEquals("69998", header(response, "Content-Length"));
    assertEquals("bytes 1-69998/70000", header(response, "Content-Range"));
    assertEquals("nosniff", header(response, "X-Content-Type-Options"));
    assertEquals(416, get("getBlob", StackFunction.ALICE, "Range", "bytes=70000-").statusCode());
    assertEquals(200, get("getBlob", StackFunction.ALICE, "Range", "bytes=0-1,4-5").statusCode());
    assertEquals(2, get("getBlob", StackFunction.ALICE, "Range", "bytes=-2").body().length);
  }

  @Test
  void noOtherBlobIs() throws Exception {
    String alice = "did=" + StackFunction.ALICE + "&cid=";
    assertRefused("BlobNotFound", get("getBlob", alice + Cid.ofRaw(StackFunction.TEMPORARY)));
    assertRefused("BlobNotFound", get("getBlob", alice + Cid.ofRaw(new byte[0])));
    assertRefused("InvalidRequest", get("getBlob", alice + "no-cid"));
  }

  @Test
  void aRepositoryIsServedWholeAndSinceARevision() throws Exception {
    RepoCar whole = repository(get("getRepo", StackFunction.ALICE));
    assertTrue(whole.commit().verify(StackFunction.KEY.publicKey()));
    assertEquals(
        List.of("r1", "r2", "r3"),
        whole.entries().stream()
            .map(entry -> entry.key().substring(entry.key().indexOf('/') + 1))
            .toList());
    assertArrayEquals(
        get("getRepo", StackFunction.ALICE).body(), get("getCheckout", StackFunction.ALICE).body());
    String alice = "did=" + StackFunction.ALICE + "&since=";
    assertEquals(whole.entries(), repository(get("getRepo", alice + "2222222222222")).entries());
    HttpResponse<byte[]> nothing = get("getRepo", alice + whole.commit().rev());
    CarReader commit = new CarReader(new ByteArrayInputStream(nothing.body()));
    assertEquals(whole.commit().cid(), commit.root());
    assertEquals(commit.root(), commit.next().orElseThrow().cid());
    assertEquals(Optional.empty(), commit.next());
    assertRefused("InvalidRequest", get("getRepo", alice + "nope"));
  }

  @Test
  void aLargeRepositoryIsAtAnotherAddress() throws Exception {
    HttpResponse<byte[]> response = get("getRepo", StackFunction.ERIN);
    assertEquals(302, response.statusCode(), () -> text(response));
    HttpResponse<byte[]> followed =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(header(response, "Location"))).build(),
            BodyHandlers.ofByteArray());
    RepoCar whole =
        RepoCar.read(
            new ByteArrayInputStream(followed.body()), new RepoCar.Limits(8_000_000, 10_000));
    assertEquals("application/vnd.ipld.car", header(followed, "Content-Type"));
    assertEquals(StackFunction.MANY, whole.entries().size());
    assertEquals(
        header(response, "Location"), header(get("getRepo", StackFunction.ERIN), "Location"));
    assertEquals(
        200, get("getRepo", "did=" + StackFunction.ERIN + "&since=2222222222222").statusCode());
  }

  @Test
  void aRecordIsProvedAndItsAbsenceToo() throws Exception {
    assertTrue(proved("r2").isPresent());
    assertEquals(Optional.empty(), proved("none"));
  }

  private static Optional<Cid> proved(String rkey) throws Exception {
    HttpResponse<byte[]> response =
        get(
            "getRecord",
            "did=%s&collection=%s&rkey=%s"
                .formatted(StackFunction.ALICE, StackFunction.PICTURE, rkey));
    assertEquals(200, response.statusCode(), () -> text(response));
    CarReader car = new CarReader(new ByteArrayInputStream(response.body()));
    Map<Cid, byte[]> blocks = new HashMap<>();
    for (var block = car.next(); block.isPresent(); block = car.next()) {
      blocks.put(block.get().cid(), block.get().bytes());
    }
    RepoCar whole = repository(get("getRepo", StackFunction.ALICE));
    assertEquals(whole.commit().cid(), car.root());
    Optional<Cid> found =
        new MstReader(blocks::get).find(whole.commit().data(), StackFunction.PICTURE + "/" + rkey);
    found.ifPresent(cid -> assertTrue(blocks.containsKey(cid)));
    return found;
  }

  @Test
  void blocksAreServedByTheirCids() throws Exception {
    RepoCar whole = repository(get("getRepo", StackFunction.ALICE));
    String alice = "did=" + StackFunction.ALICE + "&cids=";
    Cid record = whole.entries().getFirst().value();
    HttpResponse<byte[]> response =
        get("getBlocks", alice + record + "&cids=" + whole.commit().data());
    assertEquals(200, response.statusCode(), () -> text(response));
    assertRefused("BlockNotFound", get("getBlocks", alice + Cid.ofCbor(new byte[] {1})));
    assertRefused("BlockNotFound", get("getBlocks", alice + Cid.ofRaw(new byte[] {1})));
    assertRefused("InvalidRequest", get("getBlocks", alice + "x"));
  }

  @Test
  void theLatestCommitIsTheWholeRepositorys() throws Exception {
    RepoCar whole = repository(get("getRepo", StackFunction.ALICE));
    JsonNode latest = json(get("getLatestCommit", StackFunction.ALICE));
    assertEquals(whole.commit().cid().toString(), latest.path("cid").asText());
    assertEquals(whole.commit().rev().toString(), latest.path("rev").asText());
    assertEquals(
        whole.commit().cid().toString(),
        json(get("getHead", StackFunction.ALICE)).path("root").asText());
  }

  @Test
  void blobsAreListedSinceARevisionAndInPages() throws Exception {
    String alice = "did=" + StackFunction.ALICE;
    String cid = Cid.ofRaw(StackFunction.REFERENCED).toString();
    JsonNode all = json(get("listBlobs", alice));
    assertEquals("{\"cids\":[\"" + cid + "\"]}", all.toString());
    assertEquals(all, json(get("listBlobs", alice + "&since=2222222222222")));
    JsonNode page = json(get("listBlobs", alice + "&since=2222222222222&limit=1"));
    String cursor = page.path("cursor").asText();
    assertEquals(
        "{\"cids\":[]}",
        json(get("listBlobs", alice + "&since=2222222222222&cursor=" + cursor)).toString());
    assertEquals("{\"cids\":[]}", json(get("listBlobs", alice + "&cursor=" + cid)).toString());
    String latest = json(get("getLatestCommit", alice)).path("rev").asText();
    assertEquals("{\"cids\":[]}", json(get("listBlobs", alice + "&since=" + latest)).toString());
    assertRefused("InvalidRequest", get("listBlobs", alice + "&cursor=x"));
  }

  @Test
  void repositoriesAreListedWithTheirStatusInPages() throws Exception {
    JsonNode all = json(get("listRepos", ""));
    assertEquals(
        List.of("true", "false deactivated", "false takendown", "true"),
        all.path("repos")
            .valueStream()
            .map(
                repo -> (repo.path("active").asText() + " " + repo.path("status").asText()).strip())
            .toList());
    JsonNode first = json(get("listRepos", "limit=2"));
    assertEquals(2, first.path("repos").size());
    JsonNode rest = json(get("listRepos", "limit=2&cursor=" + first.path("cursor").asText()));
    assertEquals(StackFunction.CAROL.toString(), rest.at("/repos/0/did").asText());
    assertRefused("InvalidRequest", get("listRepos", "cursor=bad"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "getBlob",
        "getBlocks",
        "getCheckout",
        "getHead",
        "getLatestCommit",
        "getRecord",
        "getRepo",
        "listBlobs"
      })
  void whatIsNotActiveIsForItsOwner(String method) throws Exception {
    Did nobody = Did.parse("did:plc:nobodynobodynobodynobody");
    assertRefused("RepoNotFound", get(method, nobody));
    assertRefused("RepoNotFound", get(method, StackFunction.DAVE));
    assertRefused("RepoDeactivated", get(method, StackFunction.BOB));
    assertRefused("RepoTakendown", get(method, StackFunction.CAROL));
    String[] alice = {"Authorization", "Bearer " + StackFunction.ALICE};
    assertRefused("RepoDeactivated", get(method, StackFunction.BOB, alice));
    String[] bob = {"Authorization", "Bearer " + StackFunction.BOB};
    HttpResponse<byte[]> own = get(method, StackFunction.BOB, bob);
    boolean isThere = !method.equals("getBlob") && !method.equals("getBlocks");
    assertEquals(isThere ? 200 : 400, own.statusCode(), () -> text(own));
    assertEquals(false, text(own).contains("Repo"), () -> text(own));
  }

  @Test
  void theStatusOfARepositoryIsAnAnswer() throws Exception {
    JsonNode active = json(get("getRepoStatus", StackFunction.ALICE));
    assertEquals("true", active.path("active").asText());
    assertEquals(json(get("getLatestCommit", StackFunction.ALICE)).path("rev"), active.path("rev"));
    assertEquals(
        "{\"did\":\"%s\",\"active\":false,\"status\":\"deactivated\"}".formatted(StackFunction.BOB),
        json(get("getRepoStatus", StackFunction.BOB)).toString());
    assertEquals(
        "takendown", json(get("getRepoStatus", StackFunction.CAROL)).path("status").asText());
    assertRefused("RepoNotFound", get("getRepoStatus", StackFunction.DAVE));
  }
}
