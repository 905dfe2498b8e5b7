package app.tiktoktoe.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cid.Cid;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MstReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Cid VALUE = Cid.ofCbor(new byte[] {(byte) 0xa0});

  private final Map<Cid, byte[]> blocks = new HashMap<>();
  private final MstReader reader = new MstReader(blocks::get);

  private Cid add(JsonNode node) {
    byte[] block = DagCbor.encode(node);
    Cid cid = Cid.ofCbor(block);
    blocks.put(cid, block);
    return cid;
  }

  /** A node of entries; {@code parts} alternates subtree, key, subtree, key ... subtree. */
  private static ObjectNode node(Object... parts) {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode entries = node.putArray("e");
    String previous = "";
    for (int i = 1; i < parts.length; i += 2) {
      String key = (String) parts[i];
      int shared = MstKey.commonPrefix(previous, key);
      ObjectNode entry = entries.addObject();
      entry.set("k", bytes(key.substring(shared)));
      entry.put("p", shared).set("t", link((Optional<?>) parts[i + 1]));
      entry.set("v", link(Optional.of(VALUE)));
      previous = key;
    }
    node.set("l", link((Optional<?>) parts[0]));
    return node;
  }

  private static ObjectNode bytes(String text) {
    return JSON.createObjectNode()
        .put("$bytes", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static JsonNode link(Optional<?> cid) {
    return cid.<JsonNode>map(c -> JSON.createObjectNode().put("$link", c.toString()))
        .orElseGet(JSON::nullNode);
  }

  /** The first keys {@code c/PREFIX0}, {@code c/PREFIX1}... of a height. */
  private static String key(String prefix, int height) {
    for (int i = 0; ; i++) {
      String key = "c/%s%06d".formatted(prefix, i);
      if (Mst.height(key) == height) {
        return key;
      }
    }
  }

  private void assertRefused(Cid root, String because) {
    InvalidTreeException refusal =
        assertThrows(InvalidTreeException.class, () -> reader.entries(root, 1000));
    assertTrue(refusal.toString().contains(because), refusal.toString());
  }

  private void assertNotFollowed(Cid root, String key) {
    assertThrows(InvalidTreeException.class, () -> reader.find(root, key));
  }

  @Test
  void readsAndFindsWhatWasBuilt() {
    List<MstEntry> entries = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      entries.add(new MstEntry("c/%05d".formatted(i * 2), VALUE));
      Mst tree = Mst.of(entries);
      blocks.putAll(tree.blocks());
      assertEquals(entries, reader.entries(tree.root(), entries.size()));
    }
    Mst tree = Mst.of(entries);
    for (int i = 0; i < 1000; i++) {
      String key = "c/%05d".formatted(i);
      MstReader path = new MstReader(tree.path(key)::get);
      assertEquals(i % 2 == 0 ? Optional.of(VALUE) : Optional.empty(), path.find(tree.root(), key));
    }
  }

  @Test
  void theEmptyTreeIsReadable() {
    Mst empty = Mst.of(List.of());
    blocks.putAll(empty.blocks());
    assertEquals(List.of(), reader.entries(empty.root(), 0));
    assertEquals(Optional.empty(), reader.find(empty.root(), "c/a"));
  }

  @Test
  void buildsTheSameNodesAsTheTree() {
    String top = key("m", 1);
    String left = key("a", 0);
    Cid leaf = add(node(Optional.empty(), left, Optional.empty()));
    Cid root = add(node(Optional.of(leaf), top, Optional.empty()));
    TreeMap<String, Cid> entries = new TreeMap<>(Map.of(left, VALUE, top, VALUE));
    List<MstEntry> sorted =
        entries.entrySet().stream().map(e -> new MstEntry(e.getKey(), e.getValue())).toList();
    assertEquals(Mst.rootOf(sorted), root);
    assertEquals(sorted, reader.entries(root, 2));
  }

  @Test
  void refusesMissingNodesAndTooManyEntries() {
    Cid root = add(node(Optional.empty(), key("a", 0), Optional.empty()));
    assertRefused(VALUE, "missing");
    assertThrows(InvalidTreeException.class, () -> reader.entries(root, 0));
  }

  @Test
  void refusesKeysOnAnotherLayer() {
    Cid root =
        add(node(Optional.empty(), key("a", 0), Optional.empty(), key("b", 1), Optional.empty()));
    assertRefused(root, "layer");
    assertNotFollowed(root, "c/z");
    Cid skipped = add(node(Optional.empty(), key("a", 0), Optional.empty()));
    Cid above = add(node(Optional.of(skipped), key("m", 2), Optional.empty()));
    assertRefused(above, "layer");
    assertNotFollowed(above, "c/a");
  }

  @Test
  void refusesEmptyNodes() {
    Cid empty = add(node(Optional.empty()));
    Cid above = add(node(Optional.of(empty), key("m", 1), Optional.empty()));
    assertRefused(above, "empty");
    assertNotFollowed(above, "c/a");
    Cid leaf = add(node(Optional.empty(), key("a", 0), Optional.empty()));
    Cid untrimmed = add(node(Optional.of(leaf)));
    assertRefused(untrimmed, "no entry");
    assertNotFollowed(untrimmed, "c/a");
  }

  @Test
  void refusesSubtreesBelowTheLowestLayer() {
    Cid leaf = add(node(Optional.empty(), key("a", 0), Optional.empty()));
    Cid root = add(node(Optional.of(leaf), key("m", 0), Optional.empty()));
    assertRefused(root, "lowest layer");
    assertNotFollowed(root, "c/a");
  }

  @Test
  void refusesSubtreesOutOfPlace() {
    Cid leaf = add(node(Optional.empty(), key("z", 0), Optional.empty()));
    Cid root = add(node(Optional.of(leaf), key("m", 1), Optional.empty()));
    assertRefused(root, "sorted");
    assertNotFollowed(root, "c/a");
    Cid twice =
        add(node(Optional.empty(), key("m", 1), Optional.of(leaf), key("n", 1), Optional.of(leaf)));
    assertRefused(twice, "sorted");
    assertNotFollowed(twice, "c/mz");
  }

  @Test
  void refusesOtherSpellingsOfANode() {
    String key = key("a", 0);
    ObjectNode node = node(Optional.empty(), key, Optional.empty());
    assertRefused(add(node.deepCopy().put("x", 1)), "not a node");
    ObjectNode withoutLeft = node.deepCopy();
    withoutLeft.remove("l");
    assertRefused(add(withoutLeft), "not a node");
    assertRefused(
        add(shared(node(Optional.empty(), key, Optional.empty()), 0, 1, "x")), "not a node");
    String next = key("b", 0);
    ObjectNode two = node(Optional.empty(), key, Optional.empty(), next, Optional.empty());
    assertEquals(2, reader.entries(add(two), 2).size());
    assertRefused(add(shared(two.deepCopy(), 1, 0, next)), "not a node");
    assertRefused(add(shared(two.deepCopy(), 1, 5000, "x")), "not a node");
    assertRefused(add(shared(two.deepCopy(), 1, key.length(), "")), "not a node");
    assertRefused(add(shared(two.deepCopy(), 0, 0, "c d")), "key");
  }

  private static ObjectNode shared(ObjectNode node, int entry, int shared, String suffix) {
    ((ObjectNode) node.get("e").get(entry)).put("p", shared).set("k", bytes(suffix));
    return node;
  }

  @Test
  void refusesANodeUnderABlobsCid() {
    byte[] block = DagCbor.encode(node(Optional.empty(), key("a", 0), Optional.empty()));
    blocks.put(Cid.ofRaw(block), block);
    assertRefused(Cid.ofRaw(block), "blob");
  }

  @Test
  void refusesANodeOfTooManyEntries() {
    TreeMap<String, Cid> keys = new TreeMap<>();
    for (int i = 0; keys.size() <= Mst.MAX_NODE_ENTRIES; i++) {
      String key = "c/%06d".formatted(i);
      if (Mst.height(key) == 0) {
        keys.put(key, VALUE);
      }
    }
    List<Object> parts = new ArrayList<>(List.of(Optional.empty()));
    keys.keySet().forEach(key -> parts.addAll(List.of(key, Optional.empty())));
    assertRefused(add(node(parts.toArray())), "more than 1000");
  }
}
