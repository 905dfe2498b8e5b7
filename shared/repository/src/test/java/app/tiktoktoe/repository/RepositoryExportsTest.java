package app.tiktoktoe.repository;

import static app.tiktoktoe.repository.Fixture.POST;
import static app.tiktoktoe.repository.Fixture.creating;
import static app.tiktoktoe.repository.Fixture.post;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.car.CarBlock;
import app.tiktoktoe.atproto.car.CarWriter;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstReader;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.repository.Export.Blocks;
import app.tiktoktoe.repository.WriteOutcome.Committed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Parts of repositories as blocks: that a reader accepts them, and what they cost. */
class RepositoryExportsTest {
  private static final Fixture FIXTURE = new Fixture();
  private static final long LIMIT_BYTES = 8_000_000;
  private static final int FEW = 120;
  private static final int MANY = 1_400;

  private static Fixture.Opened small;
  private static Fixture.Opened large;
  private static Tid beforeLast;

  private final RepositoryExports exports = new RepositoryExports(FIXTURE.firestore);

  @BeforeAll
  static void fill() {
    Repositories repositories = FIXTURE.repositories(false);
    small = FIXTURE.open(repositories);
    large = FIXTURE.open(repositories);
    write(repositories, small.did(), FEW);
    write(repositories, large.did(), MANY);
    beforeLast = repositories.describe(large.did()).orElseThrow().rev();
    add(repositories, large.did(), "added", "last");
    remove(repositories, large.did(), "r00001");
  }

  private static void write(Repositories repositories, Did did, int records) {
    List<RecordWrite> writes = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      writes.add(creating(POST, "r%05d".formatted(i), post("text " + i % 100)));
      if (writes.size() == WriteRequest.MAX_WRITES || i == records - 1) {
        apply(repositories, did, writes.toArray(RecordWrite[]::new));
        writes.clear();
      }
    }
  }

  private static void add(Repositories repositories, Did did, String rkey, String text) {
    apply(repositories, did, creating(POST, rkey, post(text)));
  }

  private static void remove(Repositories repositories, Did did, String rkey) {
    apply(repositories, did, new RecordWrite.Delete(POST, RecordKey.parse(rkey), SwapRecord.any()));
  }

  private static void apply(Repositories repositories, Did did, RecordWrite... writes) {
    assertInstanceOf(Committed.class, repositories.apply(FIXTURE.request(did, writes)));
  }

  private record Costly(Export export, long reads) {}

  private static Costly cost(Callable<Export> work) throws Exception {
    Usage usage = new Usage();
    return new Costly(usage.during(work), usage.reads());
  }

  private static byte[] car(Blocks blocks) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter car = new CarWriter(out, blocks.repository().commit());
    for (CarBlock block : blocks.blocks()) {
      car.block(block.cid(), block.bytes());
    }
    return out.toByteArray();
  }

  private static RepoCar read(Blocks blocks) throws IOException {
    return RepoCar.read(
        new ByteArrayInputStream(car(blocks)), new RepoCar.Limits(LIMIT_BYTES, 100_000));
  }

  @Test
  void aWholeRepositoryIsInItsPreferredOrder() throws Exception {
    Costly costly = cost(() -> exports.whole(small.did(), any -> true, 100_000, LIMIT_BYTES));
    Blocks blocks = assertInstanceOf(Blocks.class, costly.export());
    RepoCar repository = read(blocks);
    assertEquals(FEW, repository.entries().size());
    assertTrue(repository.commit().verify(small.key().publicKey()));
    ByteArrayOutputStream preferred = new ByteArrayOutputStream();
    RepoCar.write(preferred, repository.commit(), Mst.of(repository.entries()), repository::record);
    assertArrayEquals(preferred.toByteArray(), car(blocks));
    assertEquals(1 + FEW, costly.reads());
  }

  @Test
  void soIsOneInSegments() throws Exception {
    Costly costly = cost(() -> exports.whole(large.did(), any -> true, 100_000, LIMIT_BYTES));
    RepoCar repository = read(assertInstanceOf(Blocks.class, costly.export()));
    assertEquals(MANY, repository.entries().size());
    assertEquals(1 + segments() + MANY, costly.reads());
  }

  private static int segments() {
    Head head = new RepositoryTrees(FIXTURE.firestore).head(large.did()).orElseThrow();
    return (int) ((Spine) head.keys()).subtrees().stream().filter(Optional::isPresent).count();
  }

  @Test
  void whatIsTooLargeIsNotReadToItsEnd() throws Exception {
    Costly costly = cost(() -> exports.whole(small.did(), any -> true, 100_000, 20_000));
    assertInstanceOf(Export.TooLarge.class, costly.export());
    assertTrue(costly.reads() <= 1 + FEW, "reads " + costly.reads());
    Costly tiny = cost(() -> exports.whole(small.did(), any -> true, 100_000, 1_000));
    assertInstanceOf(Export.TooLarge.class, tiny.export());
    assertEquals(1, tiny.reads());
  }

  @Test
  void sinceARevisionOnlyLaterRecordsAreRead() throws Exception {
    Costly costly = cost(() -> exports.since(large.did(), beforeLast, any -> true, LIMIT_BYTES));
    Blocks blocks = assertInstanceOf(Blocks.class, costly.export());
    assertEquals(2 + segments() + 1, costly.reads());
    Map<Cid, byte[]> byCid = new HashMap<>();
    blocks.blocks().forEach(block -> byCid.put(block.cid(), block.bytes()));
    var entries = new MstReader(byCid::get).entries(blocks.repository().data(), 100_000);
    assertEquals(MANY, entries.size());
    assertEquals(1, entries.stream().filter(entry -> byCid.containsKey(entry.value())).count());
  }

  @Test
  void sinceTheLatestRevisionThereIsTheCommitAlone() throws Exception {
    Tid latest = FIXTURE.repositories().describe(large.did()).orElseThrow().rev();
    Costly costly = cost(() -> exports.since(large.did(), latest, any -> true, LIMIT_BYTES));
    Blocks blocks = assertInstanceOf(Blocks.class, costly.export());
    assertEquals(1, blocks.blocks().size());
    assertEquals(blocks.repository().commit(), blocks.blocks().getFirst().cid());
    assertEquals(1, costly.reads());
  }

  @Test
  void aProofCostsThreeReads() throws Exception {
    assertProof(large, "r00777", true, 3);
    assertProof(large, "r00777-absent", false, 3);
    assertProof(small, "r00077", true, 2);
    assertProof(small, "absent", false, 1);
  }

  private static void assertProof(Fixture.Opened account, String rkey, boolean present, int reads)
      throws Exception {
    RepositoryExports cold = new RepositoryExports(FIXTURE.firestore);
    Costly costly = cost(() -> cold.proof(account.did(), POST, RecordKey.parse(rkey), any -> true));
    Blocks blocks = assertInstanceOf(Blocks.class, costly.export());
    Map<Cid, byte[]> byCid = new HashMap<>();
    blocks.blocks().forEach(block -> byCid.put(block.cid(), block.bytes()));
    Optional<Cid> found =
        new MstReader(byCid::get).find(blocks.repository().data(), POST + "/" + rkey);
    assertEquals(present, found.isPresent());
    assertEquals(present, found.filter(byCid::containsKey).isPresent());
    assertEquals(reads, costly.reads());
  }

  @Test
  void everyRecordOfARepositoryInSegmentsIsProved() throws Exception {
    RepoCar repository =
        read((Blocks) exports.whole(large.did(), any -> true, 100_000, LIMIT_BYTES));
    for (var entry : repository.entries()) {
      RecordKey rkey = RecordKey.parse(entry.key().substring(entry.key().indexOf('/') + 1));
      Blocks proof = (Blocks) exports.proof(large.did(), POST, rkey, any -> true);
      assertEquals(entry.value(), proof.blocks().getLast().cid(), entry.key());
    }
  }

  @Test
  void blocksAreFoundWhateverTheyAre() throws Exception {
    Blocks all = (Blocks) exports.whole(large.did(), any -> true, 100_000, LIMIT_BYTES);
    List<Cid> some = all.blocks().stream().limit(25).map(CarBlock::cid).distinct().toList();
    Blocks found =
        assertInstanceOf(Blocks.class, exports.blocks(large.did(), some, any -> true, LIMIT_BYTES));
    assertEquals(some, found.blocks().stream().map(CarBlock::cid).toList());
    found.blocks().forEach(block -> assertEquals(block.cid(), Cid.ofCbor(block.bytes())));
    Cid absent = Cid.ofCbor(new byte[] {1});
    assertEquals(
        List.of(absent),
        assertInstanceOf(
                Export.BlocksNotFound.class,
                exports.blocks(large.did(), List.of(some.get(3), absent), any -> true, LIMIT_BYTES))
            .missing());
  }

  @Test
  void whatIsNotServedCostsTheHead() throws Exception {
    Costly costly = cost(() -> exports.whole(small.did(), any -> false, 100_000, LIMIT_BYTES));
    assertInstanceOf(Export.NotServed.class, costly.export());
    assertEquals(1, costly.reads());
    assertInstanceOf(
        Export.RepoNotFound.class,
        exports.whole(
            Did.parse("did:plc:nobodynobodynobodynobody"), any -> true, 100_000, LIMIT_BYTES));
  }

  /**
   * Reading again helps against writes that overtake a read, not against documents that are gone.
   */
  @Test
  void aRecordThatIsNotTheTreesIsNeverServed() {
    Repositories repositories = FIXTURE.repositories(false);
    Fixture.Opened broken = FIXTURE.open(repositories);
    add(repositories, broken.did(), "one", "text");
    Await.result(
        new Paths(FIXTURE.firestore).record(broken.did(), POST, RecordKey.parse("one")).delete());
    assertThrows(
        IllegalStateException.class,
        () -> exports.whole(broken.did(), any -> true, 100_000, LIMIT_BYTES));
  }
}
