package app.tiktoktoe.repository;

import static app.tiktoktoe.repository.Fixture.LIKE;
import static app.tiktoktoe.repository.Fixture.POST;
import static app.tiktoktoe.repository.Fixture.creating;
import static app.tiktoktoe.repository.Fixture.post;
import static app.tiktoktoe.repository.Fixture.videoPost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstVisitor;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole trees: that they are the canonical ones, block for block, and what they cost. */
class RepositoryTreesTest {
  private static final Fixture FIXTURE = new Fixture();

  private final Fixture.Opened account = FIXTURE.open(FIXTURE.repositories());
  private final Did did = account.did();
  private final RepositoryTrees trees = new RepositoryTrees(FIXTURE.firestore);

  /** Records, and documents that a walk reads: the head and the segments. */
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1000, 1", "1500, 3", "20000, 26", "100000, 104"})
  void theWholeTreeIsCanonicalBlockForBlock(int records, int reads) throws Exception {
    SortedMap<String, Optional<Cid>> all = seed(records);
    Usage usage = new Usage();
    Collected collected =
        usage.during(() -> trees.walk(did, Collected::new)).orElseThrow().visitor();
    List<MstEntry> entries =
        all.entrySet().stream().map(e -> new MstEntry(e.getKey(), e.getValue().get())).toList();
    assertEquals(entries, collected.entries);
    Map<Cid, byte[]> expected = Mst.of(entries).blocks();
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(collected.nodes.keySet()));
    collected.nodes.forEach((cid, block) -> assertEquals(cid, Cid.ofCbor(block)));
    assertEquals(reads, usage.reads());
  }

  /** Between two dividers lie keys of no height: their subtree hangs from empty nodes. */
  @Test
  void aSegmentOfLowKeysHangsFromEmptyNodes() {
    SortedMap<String, Optional<Cid>> all = keys(5_000);
    String divider = all.keySet().stream().filter(Spine::isDivider).findFirst().orElseThrow();
    String low =
        all.keySet().stream().filter(key -> Mst.height(key) == 0).findFirst().orElseThrow();
    all.headMap(divider).clear();
    all.put(low, Optional.of(cid(low)));
    fill(all);
    Collected collected = trees.walk(did, Collected::new).orElseThrow().visitor();
    List<MstEntry> entries =
        all.entrySet().stream().map(e -> new MstEntry(e.getKey(), e.getValue().get())).toList();
    assertEquals(
        List.copyOf(Mst.of(entries).blocks().keySet()), List.copyOf(collected.nodes.keySet()));
    assertEquals(entries, collected.entries);
  }

  @Test
  void aWalkThatAWriteOvertakesBeginsAgain() {
    seed(20_000);
    Repositories repositories = FIXTURE.repositories();
    List<Collected> attempts = new ArrayList<>();
    Collected last =
        trees
            .walk(
                did,
                () -> {
                  if (attempts.isEmpty()) {
                    made(repositories, "overtaking");
                  }
                  attempts.add(new Collected());
                  return attempts.getLast();
                })
            .orElseThrow()
            .visitor();
    assertEquals(2, attempts.size());
    assertEquals(20_001, last.entries.size());
  }

  @Test
  void countsBlocksRecordsAndBlobs() throws Exception {
    Repositories repositories = FIXTURE.repositories();
    Cid used = addBlob("used", BlobDocument.TEMPORARY);
    addBlob("unused", BlobDocument.TEMPORARY);
    addBlob("expected", BlobDocument.MISSING);
    assertInstanceOf(
        WriteOutcome.Committed.class,
        repositories.apply(
            FIXTURE.request(did, creating(POST, "v", videoPost(used, "video/mp4", 4)))));
    made(repositories, "one");
    made(repositories, "two");
    RepositoryCounts counts = new RepositoryCounts(FIXTURE.firestore);
    Usage usage = new Usage();
    RepositoryCounts.Counts found = usage.during(() -> counts.count(did)).orElseThrow();
    int nodes = trees.walk(did, Collected::new).orElseThrow().visitor().nodes.size();
    assertEquals(3, found.indexedRecords());
    assertEquals(2, found.expectedBlobs());
    assertEquals(2, found.importedBlobs());
    assertTrue(nodes >= 1);
    assertEquals(1 + nodes + 2, found.repoBlocks(), "two of three records are the same block");
    assertEquals(4, usage.reads());
    assertEquals(Optional.empty(), counts.count(Did.parse("did:plc:nobodynobodynobodynobody")));
  }

  private Cid addBlob(String content, String state) {
    Cid cid = Cid.ofRaw(content.getBytes(StandardCharsets.UTF_8));
    Map<String, Object> fields =
        new TreeMap<>(
            BlobDocument.temporary("video/mp4", content.length(), FIXTURE.clock.instant()));
    fields.put("state", state);
    Await.result(new Paths(FIXTURE.firestore).blob(did, cid).set(fields));
    return cid;
  }

  private void made(Repositories repositories, String rkey) {
    assertInstanceOf(
        WriteOutcome.Committed.class,
        repositories.apply(FIXTURE.request(did, creating(POST, rkey, post("the same")))));
  }

  private SortedMap<String, Optional<Cid>> seed(int records) {
    SortedMap<String, Optional<Cid>> all = keys(records);
    fill(all);
    return all;
  }

  private static SortedMap<String, Optional<Cid>> keys(int records) {
    SortedMap<String, Optional<Cid>> all = new TreeMap<>();
    for (int i = 0; i < records; i++) {
      String key = LIKE + "/" + (100_000 + i);
      all.put(key, Optional.of(cid(key)));
    }
    return all;
  }

  private static Cid cid(String key) {
    return Cid.ofCbor(key.getBytes(StandardCharsets.UTF_8));
  }

  private void fill(SortedMap<String, Optional<Cid>> all) {
    Seeding.fill(
        FIXTURE.firestore,
        new Paths(FIXTURE.firestore),
        trees.head(did).orElseThrow(),
        account.key(),
        new TidClock(FIXTURE.clock, new Random()),
        all);
  }

  private static final class Collected implements MstVisitor {
    private final Map<Cid, byte[]> nodes = new LinkedHashMap<>();
    private final List<MstEntry> entries = new ArrayList<>();

    @Override
    public void node(Cid cid, byte[] block) {
      nodes.put(cid, block);
    }

    @Override
    public void entry(MstEntry entry) {
      entries.add(entry);
    }
  }
}
