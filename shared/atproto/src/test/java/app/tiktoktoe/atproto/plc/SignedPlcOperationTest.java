package app.tiktoktoe.atproto.plc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.vectors.VectorFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedPlcOperationTest {
  private final JsonNode vectors = VectorFile.json("/generated-repo/plc-operations.json");
  private final SigningKey signer =
      SigningKey.fromBytes(
          Curve.K256, HexFormat.of().parseHex(vectors.get("signerPrivateKeyHex").asText()));

  @ParameterizedTest
  @ValueSource(strings = {"genesis", "updateHandle", "tombstone"})
  void operationsAreReproduced(String name) {
    JsonNode vector = vectors.get(name);
    SignedPlcOperation operation = SignedPlcOperation.fromJson(vector.get("op"));

    assertEquals(vector.get("op"), operation.toJson());
    assertEquals(vector.get("cid").asText(), operation.cid().toString());
    assertEquals(operation, SignedPlcOperation.sign(operation.action(), signer));
    assertTrue(operation.verify(List.of(signer.publicKey())));
    assertFalse(operation.verify(List.of()));
  }

  @Test
  void theGenesisNamesTheDid() {
    JsonNode vector = vectors.get("genesis");
    SignedPlcOperation genesis = SignedPlcOperation.fromJson(vector.get("op"));

    assertTrue(genesis.isGenesis());
    assertEquals(vector.get("did").asText(), genesis.did());
    assertEquals(vector.get("signedCborHex").asText(), HexFormat.of().formatHex(genesis.encode()));
    SignedPlcOperation update = SignedPlcOperation.fromJson(vectors.get("updateHandle").get("op"));
    assertThrows(IllegalStateException.class, update::did);
  }

  @Test
  void otherFieldsAreRefused() {
    ObjectNode json = (ObjectNode) vectors.get("genesis").get("op");

    assertRefused(json.deepCopy().put("vanity", "x"));
    assertRefused(json.deepCopy().put("type", "plc_tombstone"));
    assertRefused(json.deepCopy().put("type", "other"));
    assertRefused(json.deepCopy().put("prev", "x"));
    assertRefused(json.deepCopy().put("rotationKeys", "x"));
    assertRefused(json.deepCopy().without("services"));
    assertRefused(json.deepCopy().without("prev"));
    assertRefused(json.deepCopy().put("sig", "AAAA"));
    assertRefused(json.deepCopy().set("alsoKnownAs", json.arrayNode().add("half \ud800")));
  }

  private static void assertRefused(JsonNode json) {
    assertThrows(IllegalArgumentException.class, () -> SignedPlcOperation.fromJson(json));
  }
}
