package app.tiktoktoe.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedKeysTest {
  private static final List<String> DIVIDERS =
      IntStream.range(0, 40_000).mapToObj(LoadedKeysTest::key).filter(Spine::isDivider).toList();

  /** The documents of one repository's keys, changed as a commit changes them. */
  private static final class Documents {
    KeyIndex head = KeyList.EMPTY;
    final Map<String, LoadedKeys.Segment> segments = new HashMap<>();
    int splits;
    int merges;

    void change(Map<String, Optional<Cid>> changes) {
      LoadedKeys.After after = loaded(changes.keySet()).with(changes);
      if (head instanceof Spine before && after.index() instanceof Spine spine) {
        splits += spine.size() > before.size() ? 1 : 0;
        merges += spine.size() < before.size() ? 1 : 0;
      }
      head = KeyIndexCodec.decode(KeyIndexCodec.encode(after.index()));
      segments.putAll(after.written());
      segments.keySet().removeAll(after.removed());
    }

    private LoadedKeys loaded(Set<String> keys) {
      LoadedKeys loaded = new LoadedKeys(head);
      for (int segment : loaded.missing(keys)) {
        loaded.add(Map.of(segment, segment((Spine) head, segment)));
      }
      assertEquals(Set.of(), loaded.missing(keys));
      return loaded;
    }

    private KeyList segment(Spine spine, int segment) {
      LoadedKeys.Segment stored =
          Objects.requireNonNull(segments.get(Spine.segmentId(spine.left(segment))));
      assertEquals(spine.subtree(segment), Optional.of(stored.subtree()));
      return KeyIndexCodec.decodeList(KeyIndexCodec.encode(stored.keys()));
    }

    void areThoseOf(Map<String, Cid> expected) {
      LoadedKeys loaded = new LoadedKeys(head);
      if (head instanceof Spine spine) {
        Set<String> named = new HashSet<>();
        for (int i = 0; i < spine.subtrees().size(); i++) {
          if (spine.subtree(i).isPresent()) {
            loaded.add(Map.of(i, segment(spine, i)));
            named.add(Spine.segmentId(spine.left(i)));
          }
        }
        assertEquals(named, segments.keySet());
        assertEquals(
            expected.keySet().stream().filter(Spine::isDivider).toList(),
            spine.dividers().stream().map(MstEntry::key).toList());
      }
      List<MstEntry> entries = new ArrayList<>();
      expected.forEach((key, cid) -> entries.add(new MstEntry(key, cid)));
      assertEquals(entries, loaded.outline().entries());
      assertEquals(Mst.rootOf(entries), Mst.rootOf(new LoadedKeys(head).outline()));
    }
  }

  /** Whatever is written, in whatever batches: the documents are those of what there is. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void documentsFollowFromTheKeysAlone(long seed) {
    Random random = new Random(seed);
    Documents documents = new Documents();
    TreeMap<String, Cid> expected = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      Map<String, Optional<Cid>> changes = new LinkedHashMap<>();
      for (int n = random.nextInt(1, 200); n > 0; n--) {
        boolean divides = random.nextInt(20) == 0;
        String key =
            divides ? DIVIDERS.get(random.nextInt(DIVIDERS.size())) : key(random.nextInt(5_000));
        boolean present = expected.containsKey(key) || changes.containsKey(key);
        changes.put(
            key, present && random.nextBoolean() ? Optional.empty() : Optional.of(cid(random)));
      }
      changes.entrySet().removeIf(c -> c.getValue().isEmpty() && !expected.containsKey(c.getKey()));
      documents.change(changes);
      changes.forEach(
          (key, cid) -> cid.ifPresentOrElse(c -> expected.put(key, c), () -> expected.remove(key)));
      documents.areThoseOf(expected);
    }
    assertTrue(documents.splits > 5 && documents.merges > 5);
  }

  @Test
  void aHundredThousandKeysWrittenInAnyOrderAreTheSameDocuments() {
    List<String> keys = new ArrayList<>();
    IntStream.range(0, 100_000).forEach(i -> keys.add(key(i)));
    Map<String, Optional<Cid>> all = new HashMap<>();
    keys.forEach(key -> all.put(key, Optional.of(cid(key))));
    Documents atOnce = new Documents();
    atOnce.change(all);

    Collections.shuffle(keys, new Random(1));
    Documents inBatches = new Documents();
    for (int from = 0; from < keys.size(); from += 5_000) {
      Map<String, Optional<Cid>> batch = new HashMap<>();
      keys.subList(from, from + 5_000).forEach(key -> batch.put(key, Optional.of(cid(key))));
      inBatches.change(batch);
    }
    TreeMap<String, Cid> expected = new TreeMap<>();
    keys.forEach(key -> expected.put(key, cid(key)));
    atOnce.areThoseOf(expected);
    inBatches.areThoseOf(expected);
    assertEquals(atOnce.segments.keySet(), inBatches.segments.keySet());
    assertTrue(KeyIndexCodec.encode(inBatches.head).length < 12_000);
    inBatches
        .segments
        .values()
        .forEach(s -> assertTrue(KeyIndexCodec.encode(s.keys()).length < 500_000));
  }

  /** All else stays hidden and unwritten. */
  @Test
  void aWriteNeedsOneSegment() {
    Map<String, Optional<Cid>> all = new HashMap<>();
    IntStream.range(0, 20_000).forEach(i -> all.put(key(i), Optional.of(cid(key(i)))));
    Documents documents = new Documents();
    documents.change(all);
    String low = key(30_000);
    LoadedKeys loaded = new LoadedKeys(documents.head);
    assertEquals(1, loaded.missing(List.of(low)).size());
    assertThrows(IllegalStateException.class, () -> loaded.find(key(5)));
    LoadedKeys.After after =
        documents.loaded(Set.of(low)).with(Map.of(low, Optional.of(cid("new"))));
    assertEquals(1, after.written().size());
    assertEquals(Set.of(), after.removed());

    String divider = DIVIDERS.stream().filter(key -> !all.containsKey(key)).findFirst().get();
    assertEquals(1, new LoadedKeys(documents.head).missing(List.of(divider)).size());
    LoadedKeys.After split =
        documents.loaded(Set.of(divider)).with(Map.of(divider, Optional.of(cid("new"))));
    assertEquals(2, split.written().size());
    String known = DIVIDERS.stream().filter(all::containsKey).findFirst().get();
    assertEquals(2, new LoadedKeys(documents.head).missing(List.of(known)).size());
    LoadedKeys.After merged = documents.loaded(Set.of(known)).with(Map.of(known, Optional.empty()));
    assertEquals(1, merged.written().size());
    assertEquals(1, merged.removed().size());
    LoadedKeys.After updated =
        documents.loaded(Set.of(known)).with(Map.of(known, Optional.of(cid("new"))));
    assertEquals(Map.of(), updated.written());
  }

  @Test
  void bytesThatAreNoKeysAreRefused() {
    byte[] good = KeyIndexCodec.encode(new KeyList(List.of(new MstEntry("a/b", cid("x")))));
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThrows(IllegalStateException.class, () -> KeyIndexCodec.decode(cut));
    }
    byte[] more = Arrays.copyOf(good, good.length + 1);
    assertThrows(IllegalStateException.class, () -> KeyIndexCodec.decode(more));
    assertThrows(IllegalStateException.class, () -> KeyIndexCodec.decode(new byte[] {9, 0}));
    byte[] spine = KeyIndexCodec.encode(new Spine(List.of(), List.of(Optional.empty())));
    assertThrows(IllegalStateException.class, () -> KeyIndexCodec.decodeList(spine));
  }

  private static String key(int number) {
    return "app.bsky.feed.like/" + Integer.toString(number, 32);
  }

  private static Cid cid(Random random) {
    return cid(Long.toString(random.nextLong()));
  }

  private static Cid cid(String text) {
    return Cid.ofCbor(text.getBytes(StandardCharsets.UTF_8));
  }
}
