package app.tiktoktoe.atproto.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.car.CarReader;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Replays a history of the official implementation: creates, updates, deletes, several at once. */
class RepoHistoryTest {
  private final JsonNode history = VectorFile.json("/generated-repo/repo-history.json");
  private final Did did = Did.parse(history.get("did").asText());
  private final SigningKey key =
      SigningKey.fromBytes(
          Curve.P256, HexFormat.of().parseHex(history.get("signingKeyHex").asText()));
  private final TreeMap<String, Cid> records = new TreeMap<>();
  private final Map<Cid, byte[]> contents = new HashMap<>();
  private @Nullable Commit before;

  @Test
  void everyCommitIsTheOfficialOneByteForByte() throws IOException {
    assertEquals(PublicKey.parseDidKey(history.get("signingDidKey").asText()), key.publicKey());
    assertEquals(48, history.get("commits").size());
    Mst previous = Mst.of(List.of());
    for (JsonNode vector : history.get("commits")) {
      List<RepoOp> ops = new ArrayList<>();
      vector.get("ops").forEach(op -> ops.add(apply(op)));
      Mst tree = Mst.of(entries());
      Commit commit = Commit.sign(did, Tid.parse(vector.get("rev").asText()), tree.root(), key);
      CommitSlice slice =
          CommitSlice.of(commit, tree, ops, cid -> Objects.requireNonNull(contents.get(cid)));

      assertEquals(vector.get("prevData").asText(), previous.root().toString());
      assertEquals(vector.get("data").asText(), tree.root().toString());
      assertEquals(vector.get("commit").asText(), commit.cid().toString());
      assertTrue(commit.verify(key.publicKey()));
      assertNewAndRemovedBlocks(vector, previous, tree, ops, commit);
      assertEquals(cids(vector.get("relevantBlocks")), slice.blocks().keySet());
      assertOfficialCar(vector, slice);
      assertEquals(previous.root(), slice.rootBefore(ops));
      previous = tree;
      before = commit;
    }
  }

  private RepoOp apply(JsonNode op) {
    String path = op.get("path").asText();
    Cid before = records.get(path);
    if (op.get("action").asText().equals("delete")) {
      records.remove(path);
      return new RepoOp(path, before, null);
    }
    byte[] record = DagCbor.encode(op.get("record"));
    Cid after = Cid.ofCbor(record);
    contents.put(after, record);
    records.put(path, after);
    return new RepoOp(path, before, after);
  }

  private List<MstEntry> entries() {
    return records.entrySet().stream()
        .map(record -> new MstEntry(record.getKey(), record.getValue()))
        .toList();
  }

  private void assertNewAndRemovedBlocks(
      JsonNode vector, Mst previous, Mst tree, List<RepoOp> ops, Commit commit) {
    Set<Cid> fresh = new HashSet<>(tree.blocks().keySet());
    fresh.removeAll(previous.blocks().keySet());
    Set<Cid> gone = new HashSet<>(previous.blocks().keySet());
    gone.removeAll(tree.blocks().keySet());
    for (RepoOp op : ops) {
      if (op.after() != null) {
        fresh.add(op.after());
      }
      if (op.before() != null) {
        gone.add(op.before());
      }
    }
    fresh.add(commit.cid());
    if (before != null) {
      gone.add(before.cid());
    }
    assertEquals(cids(vector.get("newBlocks")), fresh);
    Set<Cid> removed = cids(vector.get("removedCids"));
    if (before == null) {
      removed.retainAll(previous.blocks().keySet());
    }
    assertEquals(removed, gone);
  }

  /** The order of the official slice follows no rule. */
  private static void assertOfficialCar(JsonNode vector, CommitSlice slice) throws IOException {
    byte[] car = Base64.getDecoder().decode(vector.get("carBase64").asText());
    CommitSlice official = CommitSlice.decode(car);
    assertEquals(slice.commit(), official.commit());
    assertEquals(hex(slice), hex(official));
    CarReader own = new CarReader(new ByteArrayInputStream(slice.encode()));
    assertEquals(slice.commit().cid(), own.root());
    assertEquals(slice.commit().cid(), own.next().orElseThrow().cid());
    assertEquals(car.length, slice.encode().length);
  }

  private static Map<Cid, String> hex(CommitSlice slice) {
    Map<Cid, String> hex = new HashMap<>();
    slice.blocks().forEach((cid, block) -> hex.put(cid, HexFormat.of().formatHex(block)));
    return hex;
  }

  private static Set<Cid> cids(JsonNode texts) {
    Set<Cid> cids = new HashSet<>();
    texts.forEach(text -> cids.add(Cid.parse(text.asText())));
    return cids;
  }
}
