package app.tiktoktoe.repository;

import static app.tiktoktoe.repository.Fixture.LIKE;
import static app.tiktoktoe.repository.Fixture.POST;
import static app.tiktoktoe.repository.Fixture.creating;
import static app.tiktoktoe.repository.Fixture.like;
import static app.tiktoktoe.repository.Fixture.post;
import static app.tiktoktoe.repository.Fixture.videoPost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RecordOperation.Action;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.RepoEventJson;
import app.tiktoktoe.repository.WriteOutcome.Committed;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FirestoreRepositoriesTest {
  private static final Fixture FIXTURE = new Fixture();

  private final Repositories repositories = FIXTURE.repositories();
  private final Fixture.Opened account = FIXTURE.open(repositories);
  private final Did did = account.did();

  @Test
  void newRepositoryHasASignedCommitOfTheEmptyTree() {
    RepositoryDescription found = repositories.describe(did).orElseThrow();
    assertEquals(
        "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm", found.data().toString());
    assertEquals(account.first().commit(), found.commit());
    assertEquals(account.first().rev(), found.rev());
    Commit commit = Commit.sign(did, found.rev(), found.data(), account.key());
    assertEquals(commit.cid(), found.commit());
    assertEquals(List.of(), found.collections());
  }

  @Test
  void createdRecordIsReadBackAndInTheTree() {
    ObjectNode record = post("hello");
    Committed committed = committed(creating(POST, "3jzfcijpj2z2a", record));

    Cid cid = Cid.ofCbor(DagCbor.encode(record));
    assertEquals(List.of(Optional.of(cid)), committed.written());
    StoredRecord stored =
        repositories.record(did, POST, RecordKey.parse("3jzfcijpj2z2a")).orElseThrow();
    assertEquals(record, stored.value());
    assertEquals(cid, stored.cid());
    assertEquals(committed.rev(), stored.rev());
    RepositoryDescription after = repositories.describe(did).orElseThrow();
    assertEquals(
        Mst.rootOf(List.of(new MstEntry("app.bsky.feed.post/3jzfcijpj2z2a", cid))), after.data());
    Commit commit = Commit.sign(did, after.rev(), after.data(), account.key());
    assertEquals(commit.cid(), committed.commit());
    assertEquals(List.of(POST), after.collections());
    assertTrue(committed.rev().compareTo(account.first().rev()) > 0);
  }

  @Test
  void commitIsInTheOutboxWithItsRecord() {
    Committed committed = committed(creating(POST, "3jzfcijpj2z2a", post("hello")));
    CommitEvent event = (CommitEvent) RepoEventJson.decode(committed.message().data());
    assertEquals(committed.commit(), event.commit());
    RecordOperation operation = event.operations().getFirst();
    assertEquals(Action.CREATE, operation.action());
    assertEquals(post("hello"), operation.record());
    assertTrue(
        new Outbox(FIXTURE.firestore)
            .holds(
                Objects.requireNonNull(
                    committed.message().attributes().get(Message.OUTBOX_ATTRIBUTE))));
  }

  @Test
  void costsWithAColdHead() throws Exception {
    assertEquals("1 read 3 writes 0 deletes", costOfCold(creating(POST, "aaa", post("x"))));
    Cid video = blob("video");
    assertEquals(
        "2 reads 4 writes 0 deletes",
        costOfCold(creating(POST, "bbb", videoPost(video, "video/mp4", 5))));
    assertEquals("2 reads 3 writes 0 deletes", costOfCold(creating(LIKE, "ccc", like("at://x"))));
    assertEquals("2 reads 3 writes 1 deletes", costOfCold(creating(LIKE, "ddd", like("at://x"))));
  }

  @Test
  void costsWithAWarmHead() throws Exception {
    committed(creating(POST, "aaa", post("x")));
    assertEquals(
        "0 reads 3 writes 0 deletes", cost(repositories, creating(POST, "bbb", post("y"))));
  }

  private String costOfCold(RecordWrite write) throws Exception {
    return cost(FIXTURE.repositories(), write);
  }

  private String cost(Repositories on, RecordWrite write) throws Exception {
    Usage usage = new Usage();
    WriteOutcome outcome = usage.during(() -> on.apply(FIXTURE.request(did, write)));
    assertInstanceOf(Committed.class, outcome);
    return "%d read%s %d writes %d deletes"
        .formatted(usage.reads(), usage.reads() == 1 ? "" : "s", usage.writes(), usage.deletes());
  }

  @Test
  void identicalPutAndAbsentDeleteMakeNoCommit() {
    committed(creating(POST, "aaa", post("x")));
    Cid before = repositories.describe(did).orElseThrow().commit();
    RecordKey rkey = RecordKey.parse("aaa");
    assertInstanceOf(
        WriteOutcome.Unchanged.class,
        apply(new RecordWrite.Put(POST, rkey, post("x"), SwapRecord.any())));
    assertInstanceOf(
        WriteOutcome.Unchanged.class,
        apply(new RecordWrite.Delete(POST, RecordKey.parse("zzz"), SwapRecord.any())));
    assertEquals(before, repositories.describe(did).orElseThrow().commit());
  }

  @Test
  void putReplacesAndDeleteRemovesDownToTheEmptyTree() {
    RecordKey rkey = RecordKey.parse("aaa");
    committed(new RecordWrite.Put(POST, rkey, post("x"), new SwapRecord.Absent()));
    Committed replaced = committed(new RecordWrite.Put(POST, rkey, post("y"), SwapRecord.any()));
    assertEquals(post("y"), repositories.record(did, POST, rkey).orElseThrow().value());
    Cid cid = replaced.written().getFirst().orElseThrow();
    committed(new RecordWrite.Delete(POST, rkey, new SwapRecord.Is(cid)));
    assertTrue(repositories.record(did, POST, rkey).isEmpty());
    assertEquals(Mst.rootOf(List.of()), repositories.describe(did).orElseThrow().data());
  }

  @Test
  void aSwapThatDoesNotFitIsRefused() {
    Cid first = account.first().commit();
    Committed made = committed(creating(POST, "aaa", post("x")));
    assertEquals(
        new WriteOutcome.SwapFailed("Commit was at " + made.commit()),
        repositories.apply(
            Fixture.swapping(FIXTURE.request(did, creating(POST, "bbb", post("y"))), first)));
    RecordKey rkey = RecordKey.parse("aaa");
    Cid now = made.written().getFirst().orElseThrow();
    assertEquals(
        new WriteOutcome.SwapFailed("Record was at " + now),
        apply(new RecordWrite.Put(POST, rkey, post("y"), new SwapRecord.Absent())));
    assertEquals(
        new WriteOutcome.SwapFailed("Record was at null"),
        apply(
            new RecordWrite.Put(POST, RecordKey.parse("new"), post("y"), new SwapRecord.Is(now))));
    assertEquals(
        new WriteOutcome.SwapFailed("Record was at " + now),
        apply(new RecordWrite.Delete(POST, rkey, new SwapRecord.Is(first))));
  }

  @Test
  void contradictoryWritesAreRefused() {
    committed(creating(POST, "aaa", post("x")));
    assertInstanceOf(WriteOutcome.InvalidWrite.class, apply(creating(POST, "aaa", post("y"))));
    assertInstanceOf(
        WriteOutcome.InvalidWrite.class,
        apply(new RecordWrite.Update(POST, RecordKey.parse("no"), post("y"))));
    assertInstanceOf(
        WriteOutcome.InvalidWrite.class,
        apply(creating(POST, "bbb", post("y")), creating(POST, "bbb", post("z"))));
  }

  @Test
  void aSecondLikeOfASubjectReplacesTheFirst() {
    committed(creating(LIKE, "aaa", like("at://x")));
    Committed second = committed(creating(LIKE, "bbb", like("at://x")));
    assertEquals(List.of(Action.CREATE, Action.DELETE), actions(second));
    assertTrue(repositories.record(did, LIKE, RecordKey.parse("aaa")).isEmpty());
    committed(creating(LIKE, "ccc", like("at://y")));
    assertEquals(2, repositories.describe(did).orElseThrow().records());
  }

  @Test
  void aLikeThatWasDeletedIsNoDuplicate() {
    committed(creating(LIKE, "aaa", like("at://x")));
    committed(new RecordWrite.Delete(LIKE, RecordKey.parse("aaa"), SwapRecord.any()));
    committed(creating(LIKE, "aaa", like("at://other")));
    Committed again = committed(creating(LIKE, "bbb", like("at://x")));
    assertEquals(List.of(Action.CREATE), actions(again));
  }

  private static List<Action> actions(Committed committed) {
    CommitEvent event = (CommitEvent) RepoEventJson.decode(committed.message().data());
    return event.operations().stream().map(RecordOperation::action).toList();
  }

  @Test
  void twoHundredWritesAreOneCommit() {
    List<RecordWrite> writes = new ArrayList<>();
    for (int i = 0; i < WriteRequest.MAX_WRITES; i++) {
      writes.add(creating(LIKE, "like" + i, like("at://" + i)));
    }
    committed(writes.toArray(RecordWrite[]::new));
    assertEquals(200, repositories.describe(did).orElseThrow().records());
  }

  @Test
  void recordsAreListedInEitherDirectionWithACursor() {
    for (String rkey : List.of("aa", "bb", "cc")) {
      committed(creating(POST, rkey, post(rkey)));
    }
    committed(creating(LIKE, "zz", like("at://x")));
    assertEquals(List.of("cc", "bb"), keys(2, Optional.empty(), false));
    assertEquals(List.of("aa"), keys(2, Optional.of("bb"), false));
    assertEquals(List.of("bb", "cc"), keys(2, Optional.of("aa"), true));
  }

  private List<String> keys(int limit, Optional<String> after, boolean ascending) {
    var range = new RecordPage.Range(limit, after.map(RecordKey::parse), ascending);
    return repositories.records(did, POST, range).orElseThrow().records().stream()
        .map(record -> record.rkey().toString())
        .toList();
  }

  @Test
  void aBlobIsMarkedWhileARecordRefersToIt() {
    Cid video = blob("movie");
    committed(creating(POST, "aaa", videoPost(video, "video/mp4", 5)));
    committed(creating(POST, "bbb", videoPost(video, "video/mp4", 5)));
    assertEquals("referenced", state(video));
    committed(new RecordWrite.Delete(POST, RecordKey.parse("aaa"), SwapRecord.any()));
    assertEquals("referenced", state(video));
    committed(
        new RecordWrite.Put(POST, RecordKey.parse("bbb"), post("no video"), SwapRecord.any()));
    assertEquals("temporary", state(video));
  }

  @Test
  void aBlobMustBeThereAndBeWhatTheRecordSays() {
    Cid video = blob("clips");
    Cid missing = Cid.ofRaw("missing".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        new WriteOutcome.BlobMissing(missing),
        apply(creating(POST, "aaa", videoPost(missing, "video/mp4", 7))));
    assertInstanceOf(
        WriteOutcome.BlobMimeTypeWrong.class,
        apply(creating(POST, "aaa", videoPost(video, "video/webm", 5))));
    assertInstanceOf(
        WriteOutcome.BlobSizeWrong.class,
        apply(creating(POST, "aaa", videoPost(video, "video/mp4", 6))));
  }

  private Cid blob(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Cid cid = Cid.ofRaw(bytes);
    Await.result(
        new Paths(FIXTURE.firestore)
            .blob(did, cid)
            .set(BlobDocument.temporary("video/mp4", bytes.length, FIXTURE.clock.instant())));
    return cid;
  }

  private String state(Cid cid) {
    return HeadDocument.text(
        Await.result(new Paths(FIXTURE.firestore).blob(did, cid).get()), "state");
  }

  @Test
  void anInactiveAccountAndARevokedTokenMayNotWriteWhateverIsCached() {
    committed(creating(POST, "aaa", post("x")));
    var head = FIXTURE.firestore.collection("repos").document(did.toString());
    Await.result(head.update(Map.of("status", "takendown")));
    assertEquals(
        new WriteOutcome.AccountInactive(RepositoryStatus.TAKENDOWN),
        apply(creating(POST, "bbb", post("y"))));
    assertTrue(repositories.record(did, POST, RecordKey.parse("aaa")).isEmpty());
    var later = FIXTURE.clock.instant().plusSeconds(1);
    Await.result(
        head.update(
            Map.of(
                "status",
                "active",
                "tokensValidFrom",
                Timestamp.ofTimeSecondsAndNanos(later.getEpochSecond(), 0))));
    assertEquals(new WriteOutcome.TokenRevoked(), apply(creating(POST, "bbb", post("y"))));
  }

  @Test
  void anUnknownRepositoryIsNotFound() {
    Did nobody = Did.parse("did:plc:nobodynobodynobodynobody");
    assertEquals(
        new WriteOutcome.RepoNotFound(),
        repositories.apply(FIXTURE.request(nobody, creating(POST, "a", post("x")))));
    assertTrue(repositories.describe(nobody).isEmpty());
    assertTrue(repositories.standing(nobody).isEmpty());
  }

  @Test
  void anHourHasFiveThousandPoints() {
    FIXTURE.clock.advance(Duration.ofHours(1));
    List<RecordWrite> writes = new ArrayList<>();
    for (int i = 0; i < WriteRequest.MAX_WRITES; i++) {
      writes.add(creating(POST, "post" + i, post("p")));
    }
    committed(writes.toArray(RecordWrite[]::new));
    for (int i = 0; i < 11; i++) {
      String text = "round" + i;
      List<RecordWrite> updates = new ArrayList<>();
      for (RecordWrite write : writes) {
        updates.add(new RecordWrite.Update(POST, write.rkey(), post(text)));
      }
      committed(updates.toArray(RecordWrite[]::new));
    }
    WriteOutcome outcome = apply(creating(POST, "one-too-many", post("p")));
    Duration wait = assertInstanceOf(WriteOutcome.RateLimited.class, outcome).retryAfter();
    assertFalse(wait.isNegative() || wait.compareTo(Duration.ofHours(1)) > 0);
    assertInstanceOf(
        Committed.class,
        FIXTURE.repositories(false).apply(FIXTURE.request(did, creating(POST, "free", post("p")))));
  }

  @Test
  void fiftyRacingWritersOfTwoInstancesLoseNothing() throws Exception {
    List<Repositories> instances = List.of(FIXTURE.repositories(), FIXTURE.repositories());
    List<Callable<WriteOutcome>> writers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Repositories instance = instances.get(i % 2);
      WriteRequest request = FIXTURE.request(did, creating(POST, "racer" + i, post("text " + i)));
      writers.add(() -> instance.apply(request));
    }
    List<WriteOutcome> outcomes = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(50)) {
      for (Future<WriteOutcome> future : pool.invokeAll(writers)) {
        outcomes.add(future.get());
      }
    }
    outcomes.forEach(outcome -> assertInstanceOf(Committed.class, outcome));
    var range = new RecordPage.Range(100, Optional.empty(), true);
    List<StoredRecord> records = repositories.records(did, POST, range).orElseThrow().records();
    assertEquals(50, records.size());
    List<MstEntry> entries =
        records.stream()
            .map(record -> new MstEntry(Change.key(POST, record.rkey()), record.cid()))
            .toList();
    RepositoryDescription after = repositories.describe(did).orElseThrow();
    assertEquals(Mst.rootOf(entries), after.data());
    assertEquals(50, outcomes.stream().map(o -> ((Committed) o).rev()).distinct().count());
    assertNotEquals(account.first().rev(), after.rev());
  }

  private Committed committed(RecordWrite... writes) {
    return assertInstanceOf(Committed.class, apply(writes));
  }

  private WriteOutcome apply(RecordWrite... writes) {
    return repositories.apply(FIXTURE.request(did, writes));
  }
}
