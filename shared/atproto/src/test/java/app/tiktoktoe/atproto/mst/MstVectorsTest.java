package app.tiktoktoe.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.vectors.VectorFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MstVectorsTest {
  static Iterable<JsonNode> heights() {
    return VectorFile.json("/mst/key_heights.json");
  }

  static Iterable<JsonNode> prefixes() {
    return VectorFile.json("/mst/common_prefix.json");
  }

  static Iterable<JsonNode> roots() {
    return VectorFile.json("/generated-repo/mst-roots.json");
  }

  static Iterable<JsonNode> proofs() {
    return VectorFile.json("/mst/commit-proof-fixtures.json");
  }

  @ParameterizedTest
  @MethodSource("heights")
  void heightsAgree(JsonNode vector) {
    assertEquals(vector.get("height").asInt(), Mst.height(vector.get("key").asText()));
  }

  @ParameterizedTest
  @MethodSource("prefixes")
  void commonPrefixesAgree(JsonNode vector) {
    assertEquals(
        vector.get("len").asInt(),
        MstKey.commonPrefix(vector.get("left").asText(), vector.get("right").asText()));
  }

  @Test
  void exampleKeysAreValidAndNamedAfterTheirHeight() {
    List<String> keys = VectorFile.lines("/mst/example_keys.txt");
    assertEquals(156, keys.size());
    for (String key : keys) {
      assertTrue(Mst.isValidKey(key), key);
      assertEquals(key.charAt(1) - '0', Mst.height(key), key);
    }
  }

  @ParameterizedTest
  @MethodSource("roots")
  void rootsAndBlocksAgree(JsonNode vector) {
    TreeMap<String, Cid> entries = new TreeMap<>();
    for (JsonNode entry : vector.get("entries")) {
      entries.put(entry.get("key").asText(), Cid.parse(entry.get("cid").asText()));
      assertEquals(entry.get("height").asInt(), Mst.height(entry.get("key").asText()));
    }
    List<MstEntry> sorted = sorted(entries);
    Mst tree = Mst.of(sorted);

    assertEquals(vector.get("root").asText(), tree.root().toString());
    assertEquals(tree.root(), Mst.rootOf(sorted));
    assertEquals(vector.get("layer").asInt(), tree.layer());
    if (vector.hasNonNull("nodeBlocksHex")) {
      TreeMap<String, String> blocks = new TreeMap<>();
      tree.blocks()
          .forEach((cid, block) -> blocks.put(cid.toString(), HexFormat.of().formatHex(block)));
      TreeMap<String, String> expected = new TreeMap<>();
      vector
          .get("nodeBlocksHex")
          .properties()
          .forEach(block -> expected.put(block.getKey(), block.getValue().asText()));
      assertEquals(expected, blocks);
    }
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void coveringProofsAgree(JsonNode vector) {
    Cid value = Cid.parse(vector.get("leafValue").asText());
    TreeMap<String, Cid> entries = new TreeMap<>();
    vector.get("keys").forEach(key -> entries.put(key.asText(), value));
    Mst before = Mst.of(sorted(entries));
    assertEquals(vector.get("rootBeforeCommit").asText(), before.root().toString());

    vector.get("adds").forEach(key -> entries.put(key.asText(), value));
    vector.get("dels").forEach(key -> entries.remove(key.asText()));
    Mst after = Mst.of(sorted(entries));
    assertEquals(vector.get("rootAfterCommit").asText(), after.root().toString());

    TreeSet<String> proof = new TreeSet<>();
    for (String field : List.of("adds", "dels")) {
      for (JsonNode key : vector.get(field)) {
        after.coveringProof(key.asText()).keySet().forEach(cid -> proof.add(cid.toString()));
      }
    }
    TreeSet<String> expected = new TreeSet<>();
    vector.get("blocksInProof").forEach(cid -> expected.add(cid.asText()));
    assertEquals(expected, proof);
  }

  private static List<MstEntry> sorted(Map<String, Cid> entries) {
    List<MstEntry> sorted = new ArrayList<>();
    entries.forEach((key, cid) -> sorted.add(new MstEntry(key, cid)));
    return sorted;
  }
}
