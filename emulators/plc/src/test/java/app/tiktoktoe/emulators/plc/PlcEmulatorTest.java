package app.tiktoktoe.emulators.plc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
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

  private final JsonNode vectors = vectors();
  private final String did = vectors.path("genesis").path("did").asText();
  @TempDir Path directory;
  private PlcEmulator emulator;
  private HttpClient client;

  private static JsonNode vectors() {
    try (InputStream in = PlcEmulatorTest.class.getResourceAsStream("/plc-operations.json")) {
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
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

  private void submit(String name) throws Exception {
    HttpResponse<String> answer = post("/" + did, operation(name).toString());
    assertEquals(200, answer.statusCode(), answer.body());
  }

  private JsonNode operation(String name) {
    return vectors.path(name).path("op");
  }

  private void refused(int status, String message, HttpResponse<String> answer) throws Exception {
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(
        MAPPER.readTree(answer.body()).path("message").asText().contains(message), answer.body());
  }

  @Test
  void aGenesisBecomesADocument() throws Exception {
    submit("genesis");
    HttpResponse<String> answer = get("/" + did);
    assertEquals(200, answer.statusCode());
    assertTrue(
        answer
            .headers()
            .firstValue("Content-Type")
            .orElseThrow()
            .startsWith("application/did+ld+json"));
    String key = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP";
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
    submit("genesis");
    submit("updateHandle");
    assertEquals("at://bob.test", json("/" + did).path("alsoKnownAs").path(0).asText());
    JsonNode data = json("/" + did + "/data");
    assertEquals(did, data.path("did").asText());
    assertEquals(operation("updateHandle").path("rotationKeys"), data.path("rotationKeys"));

    JsonNode log = json("/" + did + "/log");
    assertEquals(List.of(operation("genesis"), operation("updateHandle")), list(log));
    assertEquals(operation("updateHandle"), json("/" + did + "/log/last"));
    JsonNode audit = json("/" + did + "/log/audit");
    assertEquals(vectors.path("genesis").path("cid"), audit.path(0).path("cid"));
    assertEquals(vectors.path("updateHandle").path("cid"), audit.path(1).path("cid"));
    assertEquals("2026-01-02T03:04:05.000Z", audit.path(0).path("createdAt").asText());
    assertEquals("2026-01-02T03:04:05.001Z", audit.path(1).path("createdAt").asText());
    assertEquals(false, audit.path(0).path("nullified").asBoolean(true));
  }

  private static List<JsonNode> list(JsonNode array) {
    return array.valueStream().toList();
  }

  @Test
  void aTombstoneEndsTheDocumentAndKeepsTheLog() throws Exception {
    submit("genesis");
    submit("updateHandle");
    submit("tombstone");
    refused(410, "DID not available: " + did, get("/" + did));
    refused(410, "DID not available: " + did, get("/" + did + "/data"));
    assertEquals(operation("tombstone"), json("/" + did + "/log/last"));
    assertEquals(3, json("/" + did + "/log").size());
  }

  @Test
  void whatIsUnknownIsNotFound() throws Exception {
    for (String path : List.of("", "/data", "/log", "/log/audit", "/log/last")) {
      refused(404, "DID not registered: " + did, get("/" + did + path));
    }
    refused(404, "Not found", get("/" + did + "/other"));
  }

  @Test
  void exportGoesOnAfterAnyEntry() throws Exception {
    submit("genesis");
    submit("updateHandle");
    submit("tombstone");
    String[] lines = get("/export?count=2").body().split("\n", -1);
    assertEquals(2, lines.length);
    assertEquals(json("/" + did + "/log/audit").path(1), MAPPER.readTree(lines[1]));
    String after = MAPPER.readTree(lines[1]).path("createdAt").asText();
    JsonNode rest = MAPPER.readTree(get("/export?after=" + after).body());
    assertEquals(vectors.path("tombstone").path("cid"), rest.path("cid"));
    refused(400, "Invalid count", get("/export?count=0"));
    refused(400, "Invalid after", get("/export?after=yesterday"));
  }

  @Test
  void operationsFollowEachOther() throws Exception {
    HttpResponse<String> early = post("/" + did, operation("updateHandle").toString());
    refused(400, "Operations not correctly ordered", early);
    HttpResponse<String> foreign =
        post("/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", operation("genesis").toString());
    refused(400, "Hash of genesis operation does not match DID", foreign);
    submit("genesis");
    refused(400, "not correctly ordered", post("/" + did, operation("genesis").toString()));
    refused(404, "not registered", get("/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"));
  }

  @Test
  void aSignatureCoversEveryByte() throws Exception {
    submit("genesis");
    ObjectNode changed = operation("updateHandle").deepCopy();
    changed.putArray("alsoKnownAs").add("at://mallory.test");
    refused(400, "Invalid signature", post("/" + did, changed.toString()));
    ObjectNode padded = operation("updateHandle").deepCopy();
    padded.put("sig", padded.path("sig").asText() + "==");
    refused(400, "base64url", post("/" + did, padded.toString()));
  }

  @Test
  void operationsHaveALimit() throws Exception {
    ObjectNode large = operation("genesis").deepCopy();
    large.putArray("alsoKnownAs").add("at://" + "x".repeat(7_500));
    refused(400, "Operation too large (7500 bytes", post("/" + did, large.toString()));
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
    submit("genesis");
    submit("updateHandle");
    JsonNode audit = json("/" + did + "/log/audit");
    String document = get("/" + did).body();
    stop();
    Path file = directory.resolve("operations.jsonl");
    Files.writeString(file, "{\"did\":\"did:plc:half", StandardOpenOption.APPEND);
    start();
    assertEquals(audit, json("/" + did + "/log/audit"));
    assertEquals(document, get("/" + did).body());
    submit("tombstone");
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
