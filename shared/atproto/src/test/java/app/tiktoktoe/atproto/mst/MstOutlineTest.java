package app.tiktoktoe.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MstOutlineTest {
  /** Most keys are below it and some are above, so that trees of a few keys have many gaps. */
  private static final int CUT = 1;

  /** Everything below the cut is hidden, but what surrounds the changed keys. */
  @Property(tries = 300)
  void aChangeNeedsNothingButWhatSurroundsIt(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 200) int size,
      @ForAll @IntRange(min = 1, max = 5) int changed) {
    Random random = new Random(seed);
    List<MstEntry> before = entries(random, size);
    Map<String, Optional<Cid>> changes = new HashMap<>();
    for (int i = 0; i < changed; i++) {
      boolean known = !before.isEmpty() && random.nextBoolean();
      String key = known ? before.get(random.nextInt(before.size())).key() : key(random);
      changes.put(
          key, random.nextInt(3) == 0 ? Optional.empty() : Optional.of(cid("new" + i + seed)));
    }
    MstOutline outline = outline(before, changes.keySet().stream().toList());
    Mst full = Mst.of(before);
    assertEquals(full.root(), Mst.rootOf(outline));

    Mst expected = Mst.of(MstOutline.of(before).with(changes));
    Mst actual = Mst.of(outline.with(changes));
    assertEquals(expected.root(), actual.root());
    assertEquals(expected.layer(), actual.layer());
    for (String key : changes.keySet()) {
      assertEquals(expected.coveringProof(key).keySet(), actual.coveringProof(key).keySet());
      assertEquals(expected.get(key), actual.get(key));
    }
  }

  /** Hides each range below the cut in which no key changes, nor the key at either end. */
  private static MstOutline outline(List<MstEntry> entries, List<String> changed) {
    if (entries.stream().noneMatch(entry -> Mst.height(entry.key()) > CUT)) {
      return MstOutline.of(entries);
    }
    Mst tree = Mst.of(entries);
    MstOutline.Builder outline = new MstOutline.Builder();
    String left = "";
    List<MstEntry> range = new ArrayList<>();
    for (MstEntry entry : entries) {
      if (Mst.height(entry.key()) <= CUT) {
        range.add(entry);
        continue;
      }
      add(outline, tree, left, range, entry.key(), changed);
      outline.entry(entry);
      left = entry.key();
      range.clear();
    }
    add(outline, tree, left, range, "~", changed);
    return outline.build();
  }

  private static void add(
      MstOutline.Builder outline,
      Mst tree,
      String left,
      List<MstEntry> range,
      String right,
      List<String> changed) {
    if (changed.stream().anyMatch(k -> left.compareTo(k) <= 0 && k.compareTo(right) <= 0)) {
      outline.entries(range);
    } else {
      Optional<Cid> subtree = tree.subtree(left, CUT);
      assertEquals(range.isEmpty(), subtree.isEmpty());
      subtree.ifPresent(cid -> outline.hidden(cid, CUT));
    }
  }

  @Test
  void aRangeBuiltOnALayerIsTheSubtreeOfTheWholeTree() {
    List<MstEntry> all = entries(new Random(3), 300);
    Mst tree = Mst.of(all);
    int last =
        IntStream.range(0, all.size())
            .filter(i -> Mst.height(all.get(i).key()) > CUT)
            .max()
            .orElseThrow();
    List<MstEntry> range = all.subList(last + 1, all.size());
    assertEquals(
        tree.subtree(all.get(last).key(), CUT), Optional.of(Mst.subtreeOf(range, CUT).root()));
    List<MstEntry> low = List.of(range.getFirst());
    assertEquals(
        1 + CUT, Mst.subtreeOf(low, Mst.height(low.getFirst().key()) + CUT).blocks().size());
    assertThrows(InvalidTreeException.class, () -> Mst.subtreeOf(all, CUT));
    assertThrows(InvalidTreeException.class, () -> Mst.subtreeOf(List.of(), CUT));
  }

  @Test
  void whatIsHiddenIsNeitherChangedNorRead() {
    List<MstEntry> all = entries(new Random(1), 200);
    MstOutline outline = outline(all, List.of());
    String known = outline.entries().stream().map(MstEntry::key).sorted().findFirst().orElseThrow();
    String hidden =
        all.stream().map(MstEntry::key).filter(key -> Mst.height(key) <= CUT).findFirst().get();
    assertTrue(outline.entries().size() < all.size());
    assertThrows(
        InvalidTreeException.class, () -> outline.with(Map.of(hidden, Optional.of(cid("x")))));
    assertThrows(InvalidTreeException.class, () -> outline.with(Map.of(hidden, Optional.empty())));
    assertThrows(InvalidTreeException.class, () -> outline.with(Map.of(known, Optional.empty())));
    Mst tree = Mst.of(outline);
    assertThrows(InvalidTreeException.class, () -> tree.path(hidden));
    assertThrows(InvalidTreeException.class, tree::blocks);
  }

  @Test
  void aHiddenSubtreeThatFitsNowhereIsRefused() {
    MstEntry low =
        entries(new Random(2), 50).stream()
            .filter(entry -> Mst.height(entry.key()) == 0)
            .findFirst()
            .orElseThrow();
    MstOutline tooHigh = new MstOutline.Builder().hidden(cid("x"), 3).entry(low).build();
    assertThrows(InvalidTreeException.class, () -> Mst.rootOf(tooHigh));
    MstOutline.Builder twice = new MstOutline.Builder().hidden(cid("x"), 3);
    assertThrows(InvalidTreeException.class, () -> twice.hidden(cid("y"), 3));
  }

  private static List<MstEntry> entries(Random random, int size) {
    return random
        .ints(size)
        .mapToObj(i -> key(random))
        .distinct()
        .sorted()
        .map(key -> new MstEntry(key, cid(key)))
        .toList();
  }

  private static String key(Random random) {
    return "app.bsky.feed.like/" + Long.toString(random.nextLong(1L << 40), 36);
  }

  private static Cid cid(String text) {
    return Cid.ofRaw(text.getBytes(StandardCharsets.UTF_8));
  }
}
