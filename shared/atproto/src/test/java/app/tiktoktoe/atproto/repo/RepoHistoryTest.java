package app.tiktoktoe.atproto.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.atproto.vectors.VectorFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Replays a history of the official implementation: creates, updates, deletes, several at once. */
class RepoHistoryTest {
  private final JsonNode history = VectorFile.json("/generated-repo/repo-history.json");
  private final Did did = Did.parse(history.get("did").asText());
  private final SigningKey key =
      SigningKey.fromBytes(
          Curve.P256, HexFormat.of().parseHex(history.get("signingKeyHex").asText()));
  private final TreeMap<String, Cid> records = new TreeMap<>();

  @Test
  void everyCommitHasTheOfficialRootAndCid() {
    assertEquals(PublicKey.parseDidKey(history.get("signingDidKey").asText()), key.publicKey());
    Mst previous = Mst.of(List.of());
    for (JsonNode vector : history.get("commits")) {
      vector.get("ops").forEach(this::apply);
      Mst tree = Mst.of(entries());
      Commit commit = Commit.sign(did, Tid.parse(vector.get("rev").asText()), tree.root(), key);

      assertEquals(vector.get("prevData").asText(), previous.root().toString());
      assertEquals(vector.get("data").asText(), tree.root().toString());
      assertEquals(vector.get("commit").asText(), commit.cid().toString());
      assertTrue(commit.verify(key.publicKey()));
      assertNewNodes(vector, previous, tree);
      assertCoveringProof(vector, tree);
      previous = tree;
    }
  }

  private void apply(JsonNode op) {
    String path = op.get("path").asText();
    if (op.get("action").asText().equals("delete")) {
      records.remove(path);
    } else {
      records.put(path, Cid.ofCbor(DagCbor.encode(op.get("record"))));
    }
  }

  private List<MstEntry> entries() {
    return records.entrySet().stream()
        .map(record -> new MstEntry(record.getKey(), record.getValue()))
        .toList();
  }

  private static void assertNewNodes(JsonNode vector, Mst previous, Mst tree) {
    Set<Cid> fresh = new HashSet<>(tree.blocks().keySet());
    fresh.removeAll(previous.blocks().keySet());
    assertTrue(cids(vector.get("newBlocks")).containsAll(fresh));
  }

  private static void assertCoveringProof(JsonNode vector, Mst tree) {
    Set<Cid> proof = new HashSet<>();
    vector
        .get("ops")
        .forEach(op -> proof.addAll(tree.coveringProof(op.get("path").asText()).keySet()));
    Set<Cid> official = cids(vector.get("relevantBlocks"));
    official.retainAll(tree.blocks().keySet());
    assertEquals(official, proof);
  }

  private static Set<Cid> cids(JsonNode texts) {
    Set<Cid> cids = new HashSet<>();
    texts.forEach(text -> cids.add(Cid.parse(text.asText())));
    return cids;
  }
}
