package app.tiktoktoe.repository;

import static app.tiktoktoe.repository.Fixture.LIKE;
import static app.tiktoktoe.repository.Fixture.POST;
import static app.tiktoktoe.repository.Fixture.creating;
import static app.tiktoktoe.repository.Fixture.like;
import static app.tiktoktoe.repository.Fixture.post;
import static app.tiktoktoe.repository.Fixture.videoPost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.repository.WriteOutcome.Committed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories whose keys are in segments: what a write costs, and that it is the right one. */
class SegmentedRepositoryTest {
  private static final Fixture FIXTURE = new Fixture();

  private final Fixture.Opened account = FIXTURE.open(FIXTURE.repositories());
  private final Did did = account.did();

  /** Costs of a cold instance; keys in the head cost no segment. */
  @ParameterizedTest
  @CsvSource({
    "10, 1 reads 3 writes 0 deletes, 2 reads 3 writes 0 deletes, 2 reads 3 writes 1 deletes",
    "10000, 2 reads 4 writes 0 deletes, 3 reads 4 writes 0 deletes, 4 reads 5 writes 1 deletes",
    "100000, 2 reads 4 writes 0 deletes, 3 reads 4 writes 0 deletes, 4 reads 5 writes 1 deletes",
  })
  void costsOfAColdWriteDoNotGrow(int records, String ofPost, String ofLike, String ofReplaced)
      throws Exception {
    seed(records);
    assertEquals(ofPost, costOfCold(creating(POST, low("post"), post("x"))));
    assertEquals(ofLike, costOfCold(creating(LIKE, low("2"), like("at://x"))));
    assertEquals(ofReplaced, costOfCold(creating(LIKE, low("z"), like("at://x"))));
    isTheTreeOfItsRecords(records + 2);
  }

  @ParameterizedTest
  @CsvSource({"10000", "100000"})
  void aDividingKeyCostsOneSegmentMore(int records) throws Exception {
    seed(records);
    String rkey = dividing(rkey(records / 2));
    assertEquals(
        "3 reads 5 writes 0 deletes", costOfCold(creating(LIKE, rkey, like("at://divides"))));
    assertEquals(
        "4 reads 3 writes 2 deletes",
        costOfCold(new RecordWrite.Delete(LIKE, RecordKey.parse(rkey), SwapRecord.any())));
    isTheTreeOfItsRecords(records);
  }

  @Test
  void aBlobCostsOneReadAndOneWriteMore() throws Exception {
    seed(10_000);
    Cid video = Cid.ofRaw("video".getBytes(StandardCharsets.UTF_8));
    Await.result(
        new Paths(FIXTURE.firestore)
            .blob(did, video)
            .set(BlobDocument.temporary("video/mp4", 5, FIXTURE.clock.instant())));
    assertEquals(
        "3 reads 5 writes 0 deletes",
        costOfCold(creating(POST, low("v"), videoPost(video, "video/mp4", 5))));
  }

  @Test
  void aWarmWriteReadsNothing() throws Exception {
    seed(10_000);
    Repositories warm = FIXTURE.repositories();
    assertEquals("2 reads 4 writes 0 deletes", cost(warm, creating(POST, low("one"), post("1"))));
    assertEquals(
        "0 reads 4 writes 0 deletes", cost(warm, creating(POST, low("one") + "b", post("2"))));
  }

  @Test
  void twoHundredCreatesAreFewMoreWritesThanRecords() throws Exception {
    seed(100_000);
    List<RecordWrite> writes = new ArrayList<>();
    for (int i = 0; i < WriteRequest.MAX_WRITES; i++) {
      writes.add(creating(POST, low("batch" + i + "-"), post("p" + i)));
    }
    assertEquals(
        "2 reads 203 writes 0 deletes",
        cost(FIXTURE.repositories(false), writes.toArray(RecordWrite[]::new)));
    isTheTreeOfItsRecords(100_200);
  }

  @Test
  void twoHundredLikesAreAsFewWrites() throws Exception {
    seed(10_000);
    for (int i = 0; i < 2; i++) {
      made(
          FIXTURE.repositories(false), creating(LIKE, low("older" + i + "-"), like("at://s/" + i)));
    }
    List<RecordWrite> writes = new ArrayList<>();
    for (int i = 0; i < WriteRequest.MAX_WRITES; i++) {
      writes.add(creating(LIKE, low("batch" + i + "-"), like("at://s/" + i)));
    }
    assertEquals(
        "10 reads 203 writes 2 deletes",
        cost(FIXTURE.repositories(false), writes.toArray(RecordWrite[]::new)));
    isTheTreeOfItsRecords(10_200);
  }

  /** The segment that another instance has kept is out of date, as is its head. */
  @Test
  void aStaleSegmentIsReadAgain() throws Exception {
    seed(10_000);
    Repositories one = FIXTURE.repositories();
    Repositories other = FIXTURE.repositories();
    for (int i = 0; i < 4; i++) {
      made(one, creating(POST, low("one" + i + "-"), post("1")));
      made(other, creating(POST, low("other" + i + "-"), post("2")));
    }
    isTheTreeOfItsRecords(10_008);
  }

  @Test
  void aSegmentThatIsGoneIsAFaultAndNoEmptySegment() {
    seed(10_000);
    Paths paths = new Paths(FIXTURE.firestore);
    Spine spine = (Spine) head().keys();
    for (int i = 0; i < spine.subtrees().size(); i++) {
      Await.result(paths.segment(did, Spine.segmentId(spine.left(i))).delete());
    }
    assertThrows(
        IllegalStateException.class,
        () -> made(FIXTURE.repositories(), creating(POST, low("x"), post("x"))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pagesOfKeysAreThoseOfTheTree(boolean ascending) throws Exception {
    seed(10_000);
    Nsid before = Nsid.parse("app.bsky.feed.lika");
    Nsid after = Nsid.parse("app.bsky.feed.likes");
    for (Nsid neighbour : List.of(before, after)) {
      made(FIXTURE.repositories(), creating(neighbour, low("n"), post("n")));
    }
    List<String> likes = new ArrayList<>();
    KeyPages pages = new KeyPages(new SegmentStore(new Paths(FIXTURE.firestore)));
    Optional<RecordKey> last = Optional.empty();
    List<String> page;
    do {
      page = pages.page(did, head().keys(), LIKE, new RecordPage.Range(100, last, ascending));
      likes.addAll(page);
      last = page.isEmpty() ? last : Optional.of(Change.rkey(page.getLast()));
    } while (page.size() == 100);
    List<String> expected =
        IntStream.range(0, 10_000).mapToObj(i -> LIKE + "/" + rkey(i)).sorted().toList();
    assertEquals(ascending ? expected : expected.reversed(), likes);
    for (MstEntry divider : ((Spine) head().keys()).dividers()) {
      RecordPage.Range range =
          new RecordPage.Range(2, Optional.of(Change.rkey(divider.key())), ascending);
      int at = expected.indexOf(divider.key());
      assertEquals(
          ascending
              ? expected.subList(at + 1, Math.min(at + 3, expected.size()))
              : expected.subList(Math.max(0, at - 2), at).reversed(),
          pages.page(did, head().keys(), LIKE, range));
    }
  }

  @Test
  void aPageReadsTheHeadASegmentAndItsRecords() throws Exception {
    seed(10_000);
    for (int i = 0; i < 3; i++) {
      made(FIXTURE.repositories(), creating(POST, low("p" + i), post("p" + i)));
    }
    Repositories warm = FIXTURE.repositories();
    RecordPage.Range range = new RecordPage.Range(2, Optional.empty(), false);
    Usage cold = new Usage();
    assertEquals(
        2, cold.during(() -> warm.records(did, POST, range).orElseThrow().records().size()));
    assertEquals(4, cold.reads());
    Usage again = new Usage();
    again.during(() -> warm.records(did, POST, range));
    assertEquals(3, again.reads());
  }

  /** Fills the repository with likes of ascending keys, without their documents. */
  private void seed(int records) {
    Paths paths = new Paths(FIXTURE.firestore);
    Map<String, Optional<Cid>> all = new HashMap<>();
    IntStream.range(0, records)
        .forEach(
            i ->
                all.put(
                    LIKE + "/" + rkey(i),
                    Optional.of(Cid.ofCbor(rkey(i).getBytes(StandardCharsets.UTF_8)))));
    TidClock revisions = new TidClock(FIXTURE.clock, new Random());
    Seeding.fill(FIXTURE.firestore, paths, head(), account.key(), revisions, all);
  }

  private static String rkey(int number) {
    return "3j" + Integer.toString(100_000_000 + number * 7, 32);
  }

  private Head head() {
    return HeadDocument.read(Await.result(new Paths(FIXTURE.firestore).head(did).get()));
  }

  /** A key that divides nothing, in either collection. */
  private static String low(String prefix) {
    return keyOf(prefix, rkey -> !isDivider(POST, rkey) && !isDivider(LIKE, rkey));
  }

  private static String dividing(String prefix) {
    return keyOf(prefix, rkey -> isDivider(LIKE, rkey));
  }

  private static boolean isDivider(Nsid collection, String rkey) {
    return Spine.isDivider(collection + "/" + rkey);
  }

  private static String keyOf(String prefix, Predicate<String> wanted) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> prefix + "-" + i)
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  private void isTheTreeOfItsRecords(int records) {
    Head head = head();
    assertEquals(records, head.collections().total());
    assertEquals(head.data(), Mst.rootOf(new LoadedKeys(head.keys()).outline()));
    LoadedKeys loaded = new LoadedKeys(head.keys());
    if (head.keys() instanceof Spine spine) {
      List<Integer> all = IntStream.range(0, spine.subtrees().size()).boxed().toList();
      loaded.add(
          new SegmentStore(new Paths(FIXTURE.firestore))
              .load(
                  did,
                  spine,
                  all.stream().filter(i -> spine.subtree(i).isPresent()).toList(),
                  List.of())
              .orElseThrow()
              .segments());
    }
    assertEquals(records, loaded.outline().entries().size());
    assertEquals(head.data(), Mst.rootOf(loaded.outline()));
  }

  private String costOfCold(RecordWrite write) throws Exception {
    return cost(FIXTURE.repositories(), write);
  }

  private String cost(Repositories on, RecordWrite... writes) throws Exception {
    Usage usage = new Usage();
    WriteOutcome outcome = usage.during(() -> on.apply(FIXTURE.request(did, writes)));
    assertInstanceOf(Committed.class, outcome);
    return "%d reads %d writes %d deletes"
        .formatted(usage.reads(), usage.writes(), usage.deletes());
  }

  private void made(Repositories on, RecordWrite write) {
    assertInstanceOf(Committed.class, on.apply(FIXTURE.request(did, write)));
  }
}
