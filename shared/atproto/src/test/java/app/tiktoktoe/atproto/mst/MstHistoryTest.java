package app.tiktoktoe.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A tree is what its records are, however they came to be. */
class MstHistoryTest {
  private static List<MstEntry> entries(SortedMap<String, Cid> records) {
    return records.entrySet().stream()
        .map(record -> new MstEntry(record.getKey(), record.getValue()))
        .toList();
  }

  private static Cid cid(String text) {
    return Cid.ofCbor(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String key(int number) {
    String collection = number % 3 == 0 ? "app.bsky.feed.post" : "app.bsky.feed.like";
    return "%s/%09d".formatted(collection, number);
  }

  /** The same writes one by one, and in batches in which each key has its last value. */
  @Property(tries = 100)
  void orderAndBatchesDoNotMatter(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 500) int keys,
      @ForAll @IntRange(min = 1, max = 100) int batch) {
    Random random = new Random(seed);
    SortedMap<String, Cid> records = new TreeMap<>();
    MstOutline single = MstOutline.of(List.of());
    MstOutline batched = MstOutline.of(List.of());
    Map<String, Optional<Cid>> waiting = new HashMap<>();
    for (int writes = 0; writes < 400; writes++) {
      String key = key(random.nextInt(keys));
      Optional<Cid> value =
          random.nextInt(3) == 0 ? Optional.empty() : Optional.of(cid("v" + random.nextInt(9)));
      value.ifPresentOrElse(v -> records.put(key, v), () -> records.remove(key));
      single = single.with(Map.of(key, value));
      waiting.put(key, value);
      if (waiting.size() == batch) {
        batched = batched.with(waiting);
        waiting.clear();
        assertEquals(Mst.rootOf(entries(records)), Mst.rootOf(batched));
      }
    }
    assertEquals(Mst.rootOf(entries(records)), Mst.rootOf(single));
    assertEquals(Mst.rootOf(entries(records)), Mst.rootOf(batched.with(waiting)));
  }

  /** The root is that of @atproto/repo 0.9.1 for the same entries. */
  @Test
  void aHundredThousandRecords() {
    List<MstEntry> entries = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      entries.add(new MstEntry("app.bsky.feed.post/%08d".formatted(i), cid("record " + i)));
    }
    Mst tree = Mst.of(entries);
    assertEquals(
        "bafyreibmoecw5dpgdewjsxxvd3uh4pcex5lnvyfczjt4ufr5sw55gjzvn4", tree.root().toString());
    Map<Cid, byte[]> blocks = tree.blocks();
    assertEquals(entries, new MstReader(blocks::get).entries(tree.root(), entries.size()));

    Random random = new Random(7);
    MstOutline outline = MstOutline.of(entries);
    TreeMap<String, Cid> records = new TreeMap<>();
    entries.forEach(entry -> records.put(entry.key(), entry.value()));
    for (int batch = 0; batch < 5; batch++) {
      Map<String, Optional<Cid>> changes = new HashMap<>();
      for (int i = 0; i < 200; i++) {
        String key = "app.bsky.feed.post/%08d".formatted(random.nextInt(110_000));
        boolean delete = random.nextBoolean();
        changes.put(key, delete ? Optional.empty() : Optional.of(cid("changed " + i)));
      }
      changes.forEach(
          (key, value) ->
              value.ifPresentOrElse(v -> records.put(key, v), () -> records.remove(key)));
      outline = outline.with(changes);
    }
    assertEquals(Mst.rootOf(entries(records)), Mst.rootOf(outline));
  }

  /** Keys whose hashes were searched for put empty nodes on every path, but no more than layers. */
  @Test
  void deepTreesAreBounded() {
    SortedMap<String, Cid> mined = new TreeMap<>();
    int highest = 0;
    for (int i = 0; i < 300_000; i++) {
      String key = "a.b.c/%06d".formatted(i);
      int height = Mst.height(key);
      if (height >= 6 || (height == 0 && i % 5_000 == 0)) {
        mined.put(key, cid(key));
        highest = Math.max(highest, height);
      }
    }
    assertTrue(highest >= 8, () -> "the keys are too low");
    Mst tree = Mst.of(entries(mined));
    int layers = highest + 1;
    assertEquals(highest, tree.layer());
    assertTrue(tree.blocks().size() <= mined.size() * layers);
    for (String key : mined.keySet()) {
      assertTrue(tree.path(key).size() <= layers);
      assertTrue(tree.coveringProof(key).size() <= 3 * layers);
      assertEquals(Optional.of(cid(key)), find(tree, key));
      assertEquals(Optional.empty(), find(tree, key + "x"));
    }
  }

  private static Optional<Cid> find(Mst tree, String key) {
    return new MstReader(tree.path(key)::get).find(tree.root(), key);
  }

  /** One layer of many keys is one block that each write would write again. */
  @Test
  void flatTreesAreRefusedByTheirReaderToo() {
    List<MstEntry> flat = new ArrayList<>();
    Set<String> low = new HashSet<>();
    for (int i = 0; flat.size() < Mst.MAX_NODE_ENTRIES; i++) {
      String key = "a.b.c/%06d".formatted(i);
      if (Mst.height(key) == 0 && low.add(key)) {
        flat.add(new MstEntry(key, cid(key)));
      }
    }
    Mst tree = Mst.of(flat);
    assertEquals(1, tree.blocks().size());
    assertTrue(tree.blocks().values().iterator().next().length < 100_000);
    MstOutline outline = MstOutline.of(flat);
    for (int i = 0; i < 10; i++) {
      String key = "a.b.c/x" + i;
      if (Mst.height(key) == 0) {
        MstOutline more = outline.with(Map.of(key, Optional.of(cid(key))));
        InvalidTreeException refusal =
            assertThrows(InvalidTreeException.class, () -> Mst.rootOf(more));
        assertTrue(refusal.toString().contains("more than 1000 entries"), refusal.toString());
      }
    }
  }
}
