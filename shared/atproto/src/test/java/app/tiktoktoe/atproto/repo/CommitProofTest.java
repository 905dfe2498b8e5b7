package app.tiktoktoe.atproto.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.mst.InvalidTreeException;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstReader;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.atproto.vectors.VectorFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommitProofTest {
  private static final Did DID = Did.parse("did:plc:7ztmfqiyjf5o5ychjtcloi2e");
  private static final Tid REV = Tid.parse("3n2sgt2szvc2l");
  private static final SigningKey KEY = SigningKey.fromBytes(Curve.K256, key());

  private static byte[] key() {
    byte[] key = new byte[32];
    key[31] = 3;
    return key;
  }

  static Iterable<JsonNode> fixtures() {
    return VectorFile.json("/mst/commit-proof-fixtures.json");
  }

  private static Mst tree(SortedMap<String, Cid> records) {
    return Mst.of(
        records.entrySet().stream().map(e -> new MstEntry(e.getKey(), e.getValue())).toList());
  }

  private static Cid cid(String text) {
    return Cid.ofCbor(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void officialProofsAreBuiltAndSuffice(JsonNode vector) {
    Cid value = Cid.parse(vector.get("leafValue").asText());
    TreeMap<String, Cid> records = new TreeMap<>();
    vector.get("keys").forEach(key -> records.put(key.asText(), value));
    List<RepoOp> ops = new ArrayList<>();
    for (JsonNode key : vector.get("adds")) {
      records.put(key.asText(), value);
      ops.add(RepoOp.create(key.asText(), value));
    }
    for (JsonNode key : vector.get("dels")) {
      records.remove(key.asText());
      ops.add(RepoOp.delete(key.asText(), value));
    }
    Mst after = tree(records);
    Map<Cid, byte[]> proof = CommitProof.nodes(after, ops);

    assertEquals(vector.get("rootAfterCommit").asText(), after.root().toString());
    assertEquals(
        vector.get("rootBeforeCommit").asText(),
        CommitProof.rootBefore(proof::get, after.root(), ops).toString());
    Set<String> official = new TreeSet<>();
    vector.get("blocksInProof").forEach(cid -> official.add(cid.asText()));
    Set<String> own = new TreeSet<>();
    proof.keySet().forEach(cid -> own.add(cid.toString()));
    assertEquals(official, own);
  }

  /** Trees of low keys and of high ones, batches of one operation and of many. */
  @Property(tries = 60)
  void everyCommitOfAnyHistoryIsUndoneFromItsSlice(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int keys,
      @ForAll @IntRange(min = 1, max = 40) int batch) {
    Random random = new Random(seed);
    TreeMap<String, Cid> records = new TreeMap<>();
    Mst before = tree(records);
    for (int commits = 0; commits < 20; commits++) {
      List<RepoOp> ops = change(records, random, keys, batch);
      Mst after = tree(records);
      Commit commit = Commit.sign(DID, REV, after.root(), KEY);
      CommitSlice slice =
          CommitSlice.decode(
              CommitSlice.of(commit, after, ops, record -> contents(record)).encode());

      assertEquals(before.root(), slice.rootBefore(ops));
      assertEquals(
          after.root(), Mst.rootOf(new MstReader(slice.blocks()::get).outline(after.root())));
      Set<Cid> fresh = new HashSet<>(after.blocks().keySet());
      fresh.removeAll(before.blocks().keySet());
      assertTrue(slice.blocks().keySet().containsAll(fresh));
      assertFewerBlocksNeverMislead(slice, before.root(), ops);
      before = after;
    }
  }

  /** The content that has the CID, found by trying. */
  private static byte[] contents(Cid record) {
    for (int i = 0; ; i++) {
      byte[] content = ("record " + i).getBytes(StandardCharsets.UTF_8);
      if (Cid.ofCbor(content).equals(record)) {
        return content;
      }
    }
  }

  private static List<RepoOp> change(
      SortedMap<String, Cid> records, Random random, int keys, int batch) {
    Map<String, RepoOp> ops = new TreeMap<>();
    int wanted = 1 + random.nextInt(batch);
    for (int i = 0; i < wanted; i++) {
      String key = "app.bsky.feed.post/%04d".formatted(random.nextInt(keys));
      if (ops.containsKey(key)) {
        continue;
      }
      Cid old = records.get(key);
      boolean delete = old != null && random.nextInt(3) > 0;
      Cid value = cid("record " + random.nextInt(50));
      if (delete) {
        ops.put(key, new RepoOp(key, records.remove(key), null));
      } else if (!value.equals(old)) {
        ops.put(key, new RepoOp(key, records.put(key, value), value));
      }
    }
    return List.copyOf(ops.values());
  }

  private static void assertFewerBlocksNeverMislead(
      CommitSlice slice, Cid before, List<RepoOp> ops) {
    for (Cid missing : slice.blocks().keySet()) {
      Map<Cid, byte[]> fewer = new HashMap<>(slice.blocks());
      fewer.remove(missing);
      try {
        assertEquals(before, CommitProof.rootBefore(fewer::get, slice.commit().data(), ops));
      } catch (InvalidTreeException refusal) {
        assertFalse(refusal.toString().isEmpty());
      }
    }
  }

  @Test
  void otherOperationsAreRefusedOrLeadElsewhere() {
    TreeMap<String, Cid> records = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      records.put("a.b.c/%03d".formatted(i), cid("record " + i));
    }
    Mst before = tree(records);
    records.put("a.b.c/100", cid("new"));
    records.remove("a.b.c/200");
    Mst after = tree(records);
    RepoOp update = RepoOp.update("a.b.c/100", cid("record 100"), cid("new"));
    RepoOp delete = RepoOp.delete("a.b.c/200", cid("record 200"));
    Map<Cid, byte[]> proof = CommitProof.nodes(after, List.of(update, delete));

    assertEquals(before.root(), undo(proof, after, update, delete));
    assertEquals(before.root(), undo(proof, after, delete, update));
    RepoOp lie = RepoOp.update("a.b.c/100", cid("record 1"), cid("new"));
    assertFalse(before.root().equals(undo(proof, after, lie, delete)));
    assertFalse(before.root().equals(undo(proof, after, update)));
    assertRefused(proof, after, update, delete, update);
    assertRefused(proof, after, RepoOp.update("a.b.c/100", cid("record 100"), cid("other")));
    assertRefused(proof, after, RepoOp.delete("a.b.c/100", cid("record 100")));
    assertRefused(proof, after, RepoOp.create("a.b.c/200", cid("record 200")));
    assertRefused(proof, after, RepoOp.delete("a.b.c/299x", cid("record 200")));
    assertRefused(Map.of(), after, update);
  }

  private static Cid undo(Map<Cid, byte[]> proof, Mst after, RepoOp... ops) {
    return CommitProof.rootBefore(proof::get, after.root(), List.of(ops));
  }

  private static void assertRefused(Map<Cid, byte[]> proof, Mst after, RepoOp... ops) {
    assertThrows(InvalidTreeException.class, () -> undo(proof, after, ops));
  }

  @Test
  void operationsThatChangeNothingAreRefused() {
    assertThrows(InvalidTreeException.class, () -> new RepoOp("a.b.c/1", null, null));
    assertThrows(InvalidTreeException.class, () -> RepoOp.update("a.b.c/1", cid("x"), cid("x")));
    assertThrows(InvalidTreeException.class, () -> RepoOp.create("a.b.c", cid("x")));
    assertEquals(RepoOp.Action.CREATE, RepoOp.create("a.b.c/1", cid("x")).action());
    assertEquals(RepoOp.Action.UPDATE, RepoOp.update("a.b.c/1", cid("x"), cid("y")).action());
    assertEquals(RepoOp.Action.DELETE, RepoOp.delete("a.b.c/1", cid("x")).action());
  }

  /** A commit without operations, as after a change of keys, proves that nothing changed. */
  @Test
  void aCommitWithoutOperationsHasTheRoot() {
    TreeMap<String, Cid> records = new TreeMap<>();
    assertEquals(
        Set.of(tree(records).root()), CommitProof.nodes(tree(records), List.of()).keySet());
    for (int i = 0; i < 300; i++) {
      records.put("a.b.c/%03d".formatted(i), cid("record " + i));
    }
    Mst tree = tree(records);
    Map<Cid, byte[]> proof = CommitProof.nodes(tree, List.of());
    assertEquals(Set.of(tree.root()), proof.keySet());
    assertEquals(tree.root(), CommitProof.rootBefore(proof::get, tree.root(), List.of()));
  }
}
