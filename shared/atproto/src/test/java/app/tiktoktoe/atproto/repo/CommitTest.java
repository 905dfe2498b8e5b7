package app.tiktoktoe.atproto.repo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.vectors.VectorFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommitTest {
  private static final HexFormat HEX = HexFormat.of();

  static Iterable<JsonNode> commits() {
    return VectorFile.json("/generated-repo/commits.json");
  }

  @ParameterizedTest
  @MethodSource("commits")
  void signingGivesTheOfficialBytes(JsonNode vector) {
    Curve curve = vector.get("alg").asText().equals("ES256K") ? Curve.K256 : Curve.P256;
    SigningKey key =
        SigningKey.fromBytes(curve, HEX.parseHex(vector.get("privateKeyHex").asText()));
    Commit official = Commit.decode(HEX.parseHex(vector.get("signedCborHex").asText()));

    Commit own = Commit.sign(official.did(), official.rev(), official.data(), key);

    assertEquals(vector.get("sigHex").asText(), HEX.formatHex(own.signature()));
    assertEquals(vector.get("signedCborHex").asText(), HEX.formatHex(own.encode()));
    assertEquals(vector.get("cid").asText(), own.cid().toString());
    assertEquals(official, own);
  }

  @ParameterizedTest
  @MethodSource("commits")
  void onlyTheSignersKeyVerifies(JsonNode vector) {
    Commit commit = Commit.decode(HEX.parseHex(vector.get("signedCborHex").asText()));
    PublicKey key = PublicKey.parseDidKey(vector.get("publicDidKey").asText());
    byte[] secret = new byte[32];
    secret[31] = 9;

    assertTrue(commit.verify(key));
    assertFalse(commit.verify(SigningKey.fromBytes(key.curve(), secret).publicKey()));
    Commit other =
        new Commit(commit.did(), commit.rev(), Cid.ofCbor(new byte[1]), commit.signature());
    assertFalse(other.verify(key));
  }

  @ParameterizedTest
  @MethodSource("commits")
  void otherShapesAreRefused(JsonNode vector) {
    byte[] block = HEX.parseHex(vector.get("signedCborHex").asText());
    ObjectNode json = (ObjectNode) DagCbor.decode(block);
    assertArrayEquals(block, DagCbor.encode(json));

    assertRefused(DagCbor.encode(json.deepCopy().put("version", 2)));
    assertRefused(DagCbor.encode(json.deepCopy().put("prev", "x")));
    assertRefused(DagCbor.encode(json.deepCopy().put("more", 1)));
    assertRefused(DagCbor.encode(json.deepCopy().put("did", "nobody")));
    assertRefused(Arrays.copyOf(block, block.length + 1));
    assertRefused(Arrays.copyOf(block, block.length - 1));
    assertRefused(HEX.parseHex(vector.get("unsignedCborHex").asText()));
  }

  private static void assertRefused(byte[] block) {
    assertThrows(RuntimeException.class, () -> Commit.decode(block));
  }
}
