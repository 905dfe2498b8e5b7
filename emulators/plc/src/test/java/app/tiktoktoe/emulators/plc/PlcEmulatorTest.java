package app.tiktoktoe.emulators.plc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.plc.PlcService;
import app.tiktoktoe.atproto.plc.PlcTombstone;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlcEmulatorTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

  private final SigningKey strong = key(1);
  private final SigningKey weak = key(2);
  private final SignedPlcOperation genesis = operation("alice.test", null, weak);
  private final SignedPlcOperation update = operation("bob.test", genesis.cid(), weak);
  private final SignedPlcOperation tombstone =
      SignedPlcOperation.sign(new PlcTombstone(update.cid()), weak);
  private final String did = genesis.did();
  @TempDir Path directory;
  private PlcEmulator emulator;
  private HttpClient client;

  private static SigningKey key(int last) {
    byte[] secret = new byte[SigningKey.SECRET_BYTES];
    secret[secret.length - 1] = (byte) last;
    return SigningKey.fromBytes(Curve.P256, secret);
  }

  private SignedPlcOperation operation(String handle, @Nullable Cid prev, SigningKey signer) {
    PlcOperation state =
        new PlcOperation(
            List.of(strong.publicKey(), weak.publicKey()),
            Map.of("atproto", weak.publicKey().didKey()),
            List.of("at://" + handle),
            Map.of(
                "atproto_pds",
                new PlcService("AtprotoPersonalDataServer", "https://pds.example.com")),
            prev);
    return SignedPlcOperation.sign(state, signer);
  }

  @BeforeEach
  void start() throws IOException {
    emulator = PlcEmulator.start(new PlcEmulator.Config(0, directory, CLOCK));
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create(emulator.endpoint() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    return MAPPER.readTree(get(path).body());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(emulator.endpoint() + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> post(SignedPlcOperation operation) throws Exception {
    return post("/" + did, operation.toJson().toString());
  }

  private void submit(SignedPlcOperation... operations) throws Exception {
    for (SignedPlcOperation operation : operations) {
      HttpResponse<String> answer = post(operation);
      assertEquals(200, answer.statusCode(), answer.body());
    }
  }

  private void refused(int status, String message, HttpResponse<String> answer) throws Exception {
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(
        MAPPER.readTree(answer.body()).path("message").asText().contains(message), answer.body());
  }

  @Test
  void aGenesisBecomesADocument() throws Exception {
    submit(genesis);
    HttpResponse<String> answer = get("/" + did);
    assertEquals(200, answer.statusCode());
    assertTrue(
        answer
            .headers()
            .firstValue("Content-Type")
            .orElseThrow()
            .startsWith("application/did+ld+json"));
    String key = weak.publicKey().multikey();
    String expected =
        """
        {"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1",\
        "https://w3id.org/security/suites/ecdsa-2019/v1"],"id":"DID",\
        "alsoKnownAs":["at://alice.test"],"verificationMethod":[{"id":"DID#atproto",\
        "type":"Multikey","controller":"DID","publicKeyMultibase":"KEY"}],\
        "service":[{"id":"#atproto_pds","type":"AtprotoPersonalDataServer",\
        "serviceEndpoint":"https://pds.example.com"}]}\
        """;
    assertEquals(expected.replace("DID", did).replace("KEY", key), answer.body());
    // A client may percent-encode the colons.
    assertEquals(answer.body(), get("/" + did.replace(":", "%3A")).body());
  }

  @Test
  void logsTellTheHistory() throws Exception {
    submit(genesis, update);
    assertEquals("at://bob.test", json("/" + did).path("alsoKnownAs").path(0).asText());
    JsonNode data = json("/" + did + "/data");
    assertEquals(did, data.path("did").asText());
    assertEquals(update.toJson().path("rotationKeys"), data.path("rotationKeys"));

    JsonNode log = json("/" + did + "/log");
    assertEquals(List.of(genesis.toJson(), update.toJson()), list(log));
    assertEquals(update.toJson(), json("/" + did + "/log/last"));
    JsonNode audit = json("/" + did + "/log/audit");
    assertEquals(genesis.cid().toString(), audit.path(0).path("cid").asText());
    assertEquals(update.cid().toString(), audit.path(1).path("cid").asText());
    assertEquals("2026-01-02T03:04:05.000Z", audit.path(0).path("createdAt").asText());
    assertEquals("2026-01-02T03:04:05.001Z", audit.path(1).path("createdAt").asText());
    assertEquals(false, audit.path(0).path("nullified").asBoolean(true));
  }

  private static List<JsonNode> list(JsonNode array) {
    return array.valueStream().toList();
  }

  @Test
  void aTombstoneEndsTheDocumentAndKeepsTheLog() throws Exception {
    submit(genesis, update, tombstone);
    refused(410, "DID not available: " + did, get("/" + did));
    refused(410, "DID not available: " + did, get("/" + did + "/data"));
    assertEquals(tombstone.toJson(), json("/" + did + "/log/last"));
    assertEquals(3, json("/" + did + "/log").size());
  }

  @Test
  void whatIsUnknownIsNotFound() throws Exception {
    for (String path : List.of("", "/data", "/log", "/log/audit", "/log/last")) {
      refused(404, "DID not registered: " + did, get("/" + did + path));
    }
    refused(404, "Not found", get("/" + did + "/other"));
    refused(404, "DID not registered: favicon.ico", get("/favicon.ico"));
    refused(404, "DID not registered: ", get("/"));
  }

  @Test
  void exportGoesOnAfterAnyEntry() throws Exception {
    submit(genesis, update, tombstone);
    String[] lines = get("/export?count=2").body().split("\n", -1);
    assertEquals(2, lines.length);
    assertEquals(json("/" + did + "/log/audit").path(1), MAPPER.readTree(lines[1]));
    String after = MAPPER.readTree(lines[1]).path("createdAt").asText();
    JsonNode rest = MAPPER.readTree(get("/export?after=" + after).body());
    assertEquals(tombstone.cid().toString(), rest.path("cid").asText());
    refused(400, "Invalid count", get("/export?count=0"));
    refused(400, "Invalid after", get("/export?after=yesterday"));
  }

  @Test
  void operationsFollowEachOther() throws Exception {
    refused(400, "the first operation is a genesis", post(update));
    String other = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";
    HttpResponse<String> foreign = post("/" + other, genesis.toJson().toString());
    refused(400, "the genesis is that of another did", foreign);
    refused(400, "a valid did", post("/plc", genesis.toJson().toString()));
    submit(genesis);
    refused(400, "prev is not an operation in force", post(genesis));
    refused(404, "not registered", get("/" + other));
  }

  @Test
  void aStrongerKeyRecovers() throws Exception {
    submit(genesis, update);
    SignedPlcOperation recovery = operation("carol.test", genesis.cid(), strong);
    submit(recovery);
    stop();
    start();
    assertEquals(List.of(genesis.toJson(), recovery.toJson()), list(json("/" + did + "/log")));
    List<Boolean> nullified =
        list(json("/" + did + "/log/audit")).stream()
            .map(entry -> entry.path("nullified").booleanValue())
            .toList();
    assertEquals(List.of(false, true, false), nullified);
    assertEquals("at://carol.test", json("/" + did).path("alsoKnownAs").path(0).asText());
  }

  @Test
  void aSignatureCoversEveryByte() throws Exception {
    submit(genesis);
    ObjectNode changed = update.toJson();
    changed.putArray("alsoKnownAs").add("at://mallory.test");
    refused(400, "no key that may sign", post("/" + did, changed.toString()));
    ObjectNode padded = update.toJson();
    padded.put("sig", padded.path("sig").asText() + "==");
    refused(400, "base64url", post("/" + did, padded.toString()));
  }

  @Test
  void operationsHaveALimit() throws Exception {
    ObjectNode large = genesis.toJson();
    large.putArray("alsoKnownAs").add("at://" + "x".repeat(7_500));
    refused(400, "larger than 7500 bytes", post("/" + did, large.toString()));
    refused(413, "too large", post("/" + did, "\"" + "x".repeat(200_000) + "\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{}",
        "{\"type\":\"other\"}",
        "{\"type\":\"plc_tombstone\",\"prev\":null,\"sig\":\"AAAA\"}",
        "{\"type\":\"plc_tombstone\",\"prev\":\"x\",\"sig\":\"AAAA\",\"more\":1}",
        "{\"type\":\"plc_tombstone\",\"prev\":\"x\",\"sig\":1}",
        "{\"type\":\"plc_operation\",\"prev\":null,\"sig\":\"AAAA\"}",
        "{\"type\":\"plc_tombstone\",\"prev\":1.5,\"sig\":\"AAAA\"}"
      })
  void otherShapesAreRefused(String body) throws Exception {
    assertEquals(400, post("/" + did, body).statusCode());
  }

  @Test
  void everythingSurvivesARestart() throws Exception {
    submit(genesis, update);
    JsonNode audit = json("/" + did + "/log/audit");
    String document = get("/" + did).body();
    stop();
    Path file = directory.resolve("operations.jsonl");
    Files.writeString(file, "{\"did\":\"did:plc:half", StandardOpenOption.APPEND);
    start();
    assertEquals(audit, json("/" + did + "/log/audit"));
    assertEquals(document, get("/" + did).body());
    submit(tombstone);
    stop();
    start();
    assertEquals(3, json("/" + did + "/log/audit").size());
  }

  @Test
  void healthIsAnswered() throws Exception {
    assertEquals(200, get("/_health").statusCode());
    assertTrue(json("/_health").has("version"));
  }
}
