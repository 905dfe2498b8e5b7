package app.tiktoktoe.atproto.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.vectors.VectorFile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidDocumentTest {
  private static final String P256 = "did:key:zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP";

  private final JsonNode vectors = VectorFile.json("/generated-repo/plc-operations.json");

  private DidDocument rendered() {
    SignedPlcOperation genesis = SignedPlcOperation.fromJson(vectors.get("genesis").get("op"));
    return DidDocument.ofPlc(Did.parse(genesis.did()), (PlcOperation) genesis.action());
  }

  @Test
  void rendersAsTheOfficialDirectory() throws JsonProcessingException {
    String expected =
        """
        {"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1",
        "https://w3id.org/security/suites/ecdsa-2019/v1"],
        "id":"did:plc:amymstukcuxbs4lnrpmkb2tb","alsoKnownAs":["at://alice.test"],
        "verificationMethod":[{"id":"did:plc:amymstukcuxbs4lnrpmkb2tb#atproto","type":"Multikey",
        "controller":"did:plc:amymstukcuxbs4lnrpmkb2tb",
        "publicKeyMultibase":"zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"}],
        "service":[{"id":"#atproto_pds","type":"AtprotoPersonalDataServer",
        "serviceEndpoint":"https://pds.example.com"}]}
        """;
    assertEquals(new ObjectMapper().readTree(expected), rendered().toJson());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsItsOwnAndTheOlderForm(boolean legacy) {
    JsonNode json = legacy ? vectors.get("didDocumentAfterGenesis") : rendered().toJson();
    DidDocument document = DidDocument.fromJson(json);

    assertEquals(Did.parse("did:plc:amymstukcuxbs4lnrpmkb2tb"), document.id());
    assertEquals(Optional.of(Handle.parse("alice.test")), document.handle());
    assertEquals(Optional.of(PublicKey.parseDidKey(P256)), document.signingKey());
    assertEquals(Optional.of(URI.create("https://pds.example.com")), document.pdsEndpoint());
  }

  @Test
  void theFirstValidHandleCounts() {
    ObjectNode json = rendered().toJson();
    json.putArray("alsoKnownAs").add("https://x.test").add("at://no_handle").add("at://ok.test");
    assertEquals(Optional.of(Handle.parse("ok.test")), DidDocument.fromJson(json).handle());
  }

  @ParameterizedTest
  @CsvSource({
    "https://pds.example.com/, https://pds.example.com",
    "http://localhost:2583, http://localhost:2583",
    "https://pds.example.com/path,",
    "https://pds.example.com?q=1,",
    "https://user@pds.example.com,",
    "ftp://pds.example.com,",
    "mailto:a@b.test,",
    "not a url,"
  })
  void onlyOriginsAreEndpoints(String endpoint, @Nullable URI expected) {
    ObjectNode json = rendered().toJson();
    ((ObjectNode) json.get("service").get(0)).put("serviceEndpoint", endpoint);
    assertEquals(Optional.ofNullable(expected), DidDocument.fromJson(json).pdsEndpoint());
  }

  @Test
  void whatIsMissingOrForeignReadsAsAbsent() {
    ObjectNode bare = new ObjectMapper().createObjectNode().put("id", "did:web:example.com");
    DidDocument document = DidDocument.fromJson(bare);
    assertEquals(Optional.empty(), document.handle());
    assertEquals(Optional.empty(), document.signingKey());
    assertEquals(Optional.empty(), document.pdsEndpoint());

    ObjectNode foreign = rendered().toJson();
    ((ObjectNode) foreign.get("verificationMethod").get(0)).put("id", "did:web:x.test#atproto");
    ((ObjectNode) foreign.get("service").get(0)).put("type", "Other");
    assertEquals(Optional.empty(), DidDocument.fromJson(foreign).signingKey());
    assertEquals(Optional.empty(), DidDocument.fromJson(foreign).pdsEndpoint());
  }

  @Test
  void aDocumentHasAnId() {
    ObjectMapper mapper = new ObjectMapper();
    assertThrows(
        IllegalArgumentException.class, () -> DidDocument.fromJson(mapper.createObjectNode()));
    assertThrows(
        IllegalArgumentException.class, () -> DidDocument.fromJson(mapper.createArrayNode()));
    assertThrows(
        IllegalArgumentException.class,
        () -> DidDocument.fromJson(mapper.createObjectNode().put("id", "x")));
  }
}
