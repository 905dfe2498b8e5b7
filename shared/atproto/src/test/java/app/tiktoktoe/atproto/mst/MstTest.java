package app.tiktoktoe.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MstTest {
  private static final String EMPTY_ROOT =
      "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm";

  @Test
  void theEmptyTreeHasTheOfficialRoot() {
    assertEquals(EMPTY_ROOT, Mst.rootOf(List.of()).toString());
    assertEquals(1, Mst.of(List.of()).blocks().size());
  }

  /** The state after any sequence of writes is the tree of what remains. */
  @Property(tries = 100)
  void insertionOrderDoesNotMatter(@ForAll("shuffledKeys") List<String> keys) {
    TreeMap<String, Cid> inserted = new TreeMap<>();
    for (String key : keys) {
      inserted.put(key, cid(key));
      inserted.put(key + "x", cid("passing"));
      Mst.rootOf(entries(inserted));
      inserted.remove(key + "x");
    }
    List<String> ascending = keys.stream().sorted().toList();
    TreeMap<String, Cid> appended = new TreeMap<>();
    ascending.forEach(key -> appended.put(key, cid(key)));

    assertEquals(Mst.rootOf(entries(appended)), Mst.of(entries(inserted)).root());
  }

  @Property(tries = 100)
  void blocksHashToTheirNamesAndHoldEveryPath(@ForAll("shuffledKeys") List<String> keys) {
    TreeMap<String, Cid> entries = new TreeMap<>();
    keys.forEach(key -> entries.put(key, cid(key)));
    Mst tree = Mst.of(entries(entries));
    Map<Cid, byte[]> blocks = tree.blocks();

    blocks.forEach((cid, block) -> assertEquals(cid, Cid.ofCbor(block)));
    assertEquals(tree.root(), blocks.keySet().iterator().next());
    List<MstEntry> walked = new ArrayList<>();
    tree.walk(collectInto(walked));
    assertEquals(tree.entries(), walked);
    for (String key : keys) {
      assertEquals(Optional.of(cid(key)), tree.get(key));
      assertEquals(Optional.empty(), tree.get(key + "~"));
      Set<Cid> proof = tree.coveringProof(key).keySet();
      assertTrue(blocks.keySet().containsAll(proof));
      assertTrue(proof.containsAll(tree.path(key).keySet()));
      assertEquals(tree.layer() - Mst.height(key) + 1, tree.path(key).size());
    }
  }

  @Provide
  Arbitrary<List<String>> shuffledKeys() {
    Arbitrary<String> collection =
        Arbitraries.of("app.bsky.feed.post", "app.bsky.feed.like", "app.bsky.graph.follow");
    Arbitrary<String> rkey = Arbitraries.strings().withChars("234567abcz").ofLength(13);
    return collection
        .flatMap(name -> rkey.map(key -> name + "/" + key))
        .list()
        .uniqueElements()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "/",
        "a/",
        "/a",
        "a/b/c",
        "a/b c",
        "a/é",
        "a/b\u0000",
        "a/b@",
        "a//b",
        "a/b\n"
      })
  void malformedKeysAreRefused(String key) {
    assertFalse(Mst.isValidKey(key));
    assertThrows(InvalidTreeException.class, () -> new MstEntry(key, cid("x")));
  }

  @Test
  void keysAreAtMost1024Bytes() {
    assertTrue(Mst.isValidKey("a/" + "b".repeat(1022)));
    assertFalse(Mst.isValidKey("a/" + "b".repeat(1023)));
  }

  @Test
  void unsortedAndRepeatedKeysAreRefused() {
    MstEntry a = new MstEntry("c/a", cid("a"));
    MstEntry b = new MstEntry("c/b", cid("b"));
    assertThrows(InvalidTreeException.class, () -> Mst.of(List.of(b, a)));
    assertThrows(InvalidTreeException.class, () -> Mst.rootOf(List.of(a, a)));
  }

  @Test
  void aNodeOfMinedKeysIsRefused() {
    TreeMap<String, Cid> mined = new TreeMap<>();
    for (int i = 0; mined.size() < Mst.MAX_NODE_ENTRIES; i++) {
      addIfOnLowestLayer(mined, "c/" + i);
    }
    assertEquals(1, Mst.of(entries(mined)).blocks().size());
    for (int i = 0; mined.size() == Mst.MAX_NODE_ENTRIES; i++) {
      addIfOnLowestLayer(mined, "d/" + i);
    }
    assertThrows(InvalidTreeException.class, () -> Mst.rootOf(entries(mined)));
  }

  private static void addIfOnLowestLayer(Map<String, Cid> mined, String key) {
    if (Mst.height(key) == 0) {
      mined.put(key, cid(key));
    }
  }

  private static MstVisitor collectInto(List<MstEntry> entries) {
    return new MstVisitor() {
      @Override
      public void node(Cid cid, byte[] block) {}

      @Override
      public void entry(MstEntry entry) {
        entries.add(entry);
      }
    };
  }

  private static Cid cid(String text) {
    return Cid.ofRaw(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<MstEntry> entries(SortedMap<String, Cid> entries) {
    return entries.entrySet().stream()
        .map(entry -> new MstEntry(entry.getKey(), entry.getValue()))
        .toList();
  }
}
