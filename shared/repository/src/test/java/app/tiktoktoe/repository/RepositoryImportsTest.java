package app.tiktoktoe.repository;

import static app.tiktoktoe.repository.Fixture.FOLLOW;
import static app.tiktoktoe.repository.Fixture.LIKE;
import static app.tiktoktoe.repository.Fixture.POST;
import static app.tiktoktoe.repository.Fixture.creating;
import static app.tiktoktoe.repository.Fixture.follow;
import static app.tiktoktoe.repository.Fixture.json;
import static app.tiktoktoe.repository.Fixture.like;
import static app.tiktoktoe.repository.Fixture.post;
import static app.tiktoktoe.repository.Fixture.videoPost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.repository.ImportOutcome.Imported;
import app.tiktoktoe.repository.WriteOutcome.Committed;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.storage.Storage;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports: what becomes of repositories, blobs and writes, also when one breaks off. */
class RepositoryImportsTest {
  private static final Fixture FIXTURE = new Fixture();
  private static final Cid VIDEO = Cid.ofRaw("video".getBytes(StandardCharsets.UTF_8));

  private final FirestoreRepositories repositories = FIXTURE.repositories(false);
  private final Fixture.Opened account = FIXTURE.open(repositories);
  private final Did did = account.did();
  private final Paths paths = new Paths(FIXTURE.firestore);

  private static RepositoryImports imports(Firestore firestore) {
    return new RepositoryImports(firestore, FIXTURE.vault, FIXTURE.clock, new Random());
  }

  private ImportOutcome run(ForeignRepository foreign) {
    return run(FIXTURE.firestore, foreign);
  }

  private ImportOutcome run(Firestore firestore, ForeignRepository foreign) {
    return imports(firestore).run(did, car(foreign), FIXTURE.clock.instant());
  }

  private RepoCar car(ForeignRepository foreign) {
    return foreign.car(did, Tid.of(FIXTURE.clock.instant().toEpochMilli() * 1000, 7));
  }

  private static ForeignRepository posts(int count, String text) {
    ForeignRepository foreign = new ForeignRepository();
    for (int i = 0; i < count; i++) {
      foreign.with(POST + "/r%05d".formatted(i), post(text + i));
    }
    return foreign;
  }

  /** The tree, the documents, and nothing else. */
  private void isExactly(ForeignRepository foreign) {
    RepositoryDescription found = repositories.describe(did).orElseThrow();
    RepoCar expected = car(foreign);
    assertEquals(expected.commit().data(), found.data());
    assertEquals(foreign.records().size(), found.records());
    assertTrue(found.signed().verify(account.key().publicKey()));
    Map<String, String> documents =
        Await.result(paths.records(did).get()).getDocuments().stream()
            .collect(
                Collectors.toMap(
                    document -> document.getId().replace(':', '/'),
                    document -> document.getString("cid")));
    Map<String, String> entries = new TreeMap<>();
    expected.entries().forEach(entry -> entries.put(entry.key(), entry.value().toString()));
    assertEquals(entries, new TreeMap<>(documents));
    long segments =
        new RepositoryTrees(FIXTURE.firestore).head(did).orElseThrow().keys() instanceof Spine spine
            ? spine.subtrees().stream().filter(Optional::isPresent).count()
            : 0;
    assertEquals(segments, Await.result(paths.head(did).collection("segments").get()).size());
  }

  @Test
  void aRepositoryBecomesOursAndGoesOn() {
    ForeignRepository foreign =
        posts(3, "foreign ")
            .with(LIKE + "/l", like("at://liked"))
            .with(LIKE + "/again", like("at://liked"))
            .with(FOLLOW + "/f", follow(Did.parse("did:plc:followedfollowedfollowed")));
    Imported imported = assertInstanceOf(Imported.class, run(foreign));
    isExactly(foreign);
    RepositoryDescription found = repositories.describe(did).orElseThrow();
    assertEquals(imported.commit(), found.commit());
    assertTrue(imported.rev().compareTo(car(foreign).commit().rev()) > 0);
    assertEquals(
        List.of(POST, LIKE, FOLLOW).stream().map(Object::toString).sorted().toList(),
        found.collections().stream().map(Object::toString).sorted().toList());
    assertInstanceOf(
        Committed.class,
        repositories.apply(FIXTURE.request(did, creating(LIKE, "newer", like("at://liked")))));
    foreign.records().keySet().removeAll(Set.of(LIKE + "/l", LIKE + "/again"));
    isExactly(foreign.with(LIKE + "/newer", like("at://liked")));
  }

  @Test
  void whatWasThereIsReplaced() {
    for (int i = 0; i < 7; i++) {
      assertInstanceOf(
          Committed.class, repositories.apply(FIXTURE.request(did, chunk(i * 200, "text "))));
    }
    ForeignRepository foreign =
        posts(30, "text ").with(POST + "/r00003", post("other")).with(POST + "/z", post("new"));
    foreign.records().remove(POST + "/r00007");
    assertInstanceOf(Imported.class, run(foreign));
    isExactly(foreign);
  }

  private static RecordWrite[] chunk(int from, String text) {
    RecordWrite[] writes = new RecordWrite[200];
    for (int i = 0; i < writes.length; i++) {
      writes[i] = creating(POST, "r%05d".formatted(from + i), post(text + (from + i)));
    }
    return writes;
  }

  /**
   * A record, its share of a batch, and a segment per thousand; nothing grows with what is there.
   */
  @Test
  void anImportCostsAWriteARecord() throws Exception {
    ForeignRepository foreign = posts(3_000, "text ");
    Usage usage = new Usage();
    assertInstanceOf(Imported.class, usage.during(() -> run(foreign)));
    isExactly(foreign);
    int segments = Await.result(paths.head(did).collection("segments").get()).size();
    int batches = 7;
    assertEquals(3_000 + segments + batches + 2, usage.writes());
    assertEquals(2, usage.reads());
    Usage again = new Usage();
    assertInstanceOf(Imported.class, again.during(() -> run(foreign)));
    assertEquals(segments + 2, again.writes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void oneThatBrokeOffIsCompletedByAnother(int made) throws Exception {
    apply(creating(POST, "r00001", post("before")), creating(POST, "gone", post("before")));
    LostAnswers network = new LostAnswers();
    ForeignRepository first =
        posts(900, "first ").with(POST + "/v", videoPost(VIDEO, "video/mp4", 5));
    network.lose(made, 1, Status.PERMISSION_DENIED);
    Firestore broken = client(network);
    if (made < 5) {
      assertThrows(RuntimeException.class, () -> run(broken, first));
    } else {
      assertInstanceOf(Imported.class, run(broken, first));
    }
    broken.close();
    boolean isWhole = repositories.describe(did).orElseThrow().records() == 901;
    if (!isWhole) {
      assertInstanceOf(
          WriteOutcome.ImportIncomplete.class,
          repositories.apply(FIXTURE.request(did, creating(POST, "w", post("refused")))));
      assertTrue(
          new StatusChanges(FIXTURE.firestore, FIXTURE.clock)
              .find(did)
              .orElseThrow()
              .isImporting());
    }
    ForeignRepository second = posts(20, "second ").with(POST + "/gone", post("before"));
    assertInstanceOf(Imported.class, run(second));
    isExactly(second);
    assertEquals(0, Await.result(paths.blobs(did).get()).size());
    apply(creating(POST, "w", post("accepted")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aLostAnswerEndsNoImport(int made) throws Exception {
    LostAnswers network = new LostAnswers();
    ForeignRepository foreign =
        posts(900, "text ").with(POST + "/v", videoPost(VIDEO, "video/mp4", 5));
    network.lose(made, 1, Status.UNAVAILABLE);
    Firestore losing = client(network);
    assertInstanceOf(Imported.class, run(losing, foreign));
    losing.close();
    isExactly(foreign);
  }

  private static Firestore client(LostAnswers network) {
    return FirestoreOptions.newBuilder()
        .setProjectId(FIXTURE.firestore.getOptions().getProjectId())
        .setCredentials(new FirestoreOptions.EmulatorCredentials())
        .setChannelProvider(
            FirestoreOptions.getDefaultTransportChannelProviderBuilder()
                .setEndpoint(FirestoreEmulatorExtension.hostPort())
                .setChannelConfigurator(channel -> channel.usePlaintext().intercept(network))
                .build())
        .build()
        .getService();
  }

  @Test
  void ofTwoImportsAtOnceNoneMixesWithTheOther() throws Exception {
    ForeignRepository one = posts(2_000, "one ");
    ForeignRepository two = posts(2_000, "two ");
    ImportOutcome[] outcomes = new ImportOutcome[2];
    Thread first = new Thread(() -> outcomes[0] = run(one));
    Thread second = new Thread(() -> outcomes[1] = run(two));
    first.start();
    second.start();
    first.join();
    second.join();
    assertTrue(
        outcomes[0] instanceof Imported || outcomes[1] instanceof Imported,
        () -> List.of(outcomes).toString());
    ForeignRepository last =
        repositories.describe(did).orElseThrow().data().equals(car(one).commit().data())
            ? one
            : two;
    isExactly(last);
  }

  @Test
  void blobsThatWereNotUploadedAreMissingUntilTheyAre() {
    ForeignRepository foreign =
        posts(1, "x")
            .with(POST + "/v1", videoPost(VIDEO, "video/mp4", 5))
            .with(POST + "/v2", videoPost(VIDEO, "video/mp4", 5));
    assertInstanceOf(Imported.class, run(foreign));
    BlobStore blobs = blobs();
    List<BlobStore.MissingBlob> missing = blobs.listMissing(did, Optional.empty(), 10);
    assertEquals(1, missing.size());
    assertEquals(VIDEO, missing.getFirst().cid());
    assertEquals("at://" + did + "/" + POST + "/v1", missing.getFirst().record().toString());
    assertEquals(List.of(), blobs.listMissing(did, Optional.of(VIDEO), 10));
    assertEquals(new BlobLookup.BlobNotFound(), blobs.find(did, VIDEO, any -> true));
    assertEquals(List.of(), blobs.list(did, Optional.empty(), Optional.empty(), 10).blobs());
    RepositoryCounts counts = new RepositoryCounts(FIXTURE.firestore);
    assertEquals(1, counts.count(did).orElseThrow().expectedBlobs());
    assertEquals(0, counts.count(did).orElseThrow().importedBlobs());
    assertInstanceOf(
        WriteOutcome.BlobMissing.class,
        repositories.apply(
            FIXTURE.request(did, creating(POST, "v3", videoPost(VIDEO, "video/mp4", 5)))));

    blobs.addTemporary(did, VIDEO, "video/mp4", 5);
    assertEquals(List.of(), blobs.listMissing(did, Optional.empty(), 10));
    assertInstanceOf(BlobLookup.Found.class, blobs.find(did, VIDEO, any -> true));
    assertEquals(List.of(VIDEO), blobs.list(did, Optional.empty(), Optional.empty(), 10).blobs());
    assertEquals(1, counts.count(did).orElseThrow().importedBlobs());
    apply(creating(POST, "v3", videoPost(VIDEO, "video/mp4", 5)));
  }

  @Test
  void blobsThatAreHereAreReferredTo() {
    BlobStore blobs = blobs();
    blobs.addTemporary(did, VIDEO, "video/mp4", 5);
    Cid other = Cid.ofRaw("other".getBytes(StandardCharsets.UTF_8));
    blobs.addTemporary(did, other, "video/mp4", 5);
    apply(creating(POST, "old", videoPost(other, "video/mp4", 5)));
    assertInstanceOf(
        Imported.class, run(posts(1, "x").with(POST + "/v", videoPost(VIDEO, "video/mp4", 5))));
    assertInstanceOf(BlobLookup.Found.class, blobs.find(did, VIDEO, any -> true));
    assertEquals(new BlobLookup.BlobNotFound(), blobs.find(did, other, any -> true));
    assertEquals(List.of(), blobs.listMissing(did, Optional.empty(), 10));
  }

  @Test
  void aMissingBlobGoesWithTheLastRecordThatRefersToIt() {
    assertInstanceOf(
        Imported.class, run(posts(1, "x").with(POST + "/v", videoPost(VIDEO, "video/mp4", 5))));
    apply(new RecordWrite.Delete(POST, RecordKey.parse("v"), SwapRecord.any()));
    List<QueryDocumentSnapshot> left = Await.result(paths.blobs(did).get()).getDocuments();
    assertEquals(0, left.size());
  }

  @Test
  void whatMayNotBeHereIsRefusedBeforeAnythingIsWritten() {
    Did other = Did.parse("did:plc:otherotherotherotherothe");
    Tid rev = Tid.of(FIXTURE.clock.instant().toEpochMilli() * 1000, 7);
    assertInvalid(posts(1, "x").car(other, rev));
    assertInvalid(
        posts(1, "x")
            .car(did, Tid.of(FIXTURE.clock.instant().plusSeconds(3_600).toEpochMilli() * 1000, 7)));
    assertInvalid(
        car(
            posts(1, "x")
                .with(
                    POST + "/legacy",
                    json("{\"cid\":\"%s\",\"mimeType\":\"image/png\"}".formatted(VIDEO)))));
    assertInvalid(car(posts(1, "x").with("nocollection/rkey", post("x"))));
    assertEquals(0, repositories.describe(did).orElseThrow().records());
    assertEquals(0, Await.result(paths.records(did).get()).size());
  }

  private void assertInvalid(RepoCar car) {
    assertInstanceOf(
        ImportOutcome.Invalid.class,
        imports(FIXTURE.firestore).run(did, car, FIXTURE.clock.instant()));
  }

  @Test
  void whoMayImport() {
    Did absent = Did.parse("did:plc:nobodynobodynobodynobody");
    Tid rev = Tid.of(1, 1);
    assertInstanceOf(
        ImportOutcome.RepoNotFound.class,
        imports(FIXTURE.firestore)
            .run(absent, posts(1, "x").car(absent, rev), FIXTURE.clock.instant()));
    assertInstanceOf(
        Imported.class, runAs(RepositoryStatus.DEACTIVATED), "who moves here is not yet active");
    assertInstanceOf(ImportOutcome.AccountInactive.class, runAs(RepositoryStatus.TAKENDOWN));
    assertInstanceOf(ImportOutcome.AccountInactive.class, runAs(RepositoryStatus.DELETED));
  }

  private ImportOutcome runAs(RepositoryStatus status) {
    Did mover = Did.parse("did:plc:" + status.id().concat("m".repeat(24)).substring(0, 24));
    WriteBatch batch = FIXTURE.firestore.batch();
    repositories.open(batch, mover, account.key(), status);
    Await.result(batch.commit());
    return imports(FIXTURE.firestore)
        .run(mover, posts(1, "x").car(mover, Tid.of(1, 1)), FIXTURE.clock.instant());
  }

  /** No bytes are stored or read here. */
  private static BlobStore blobs() {
    return new BlobStore(
        FIXTURE.firestore,
        new BlobObjects(mock(Storage.class), "blobs", UUID::randomUUID),
        FIXTURE.clock);
  }

  private void apply(RecordWrite... writes) {
    assertInstanceOf(Committed.class, repositories.apply(FIXTURE.request(did, writes)));
  }
}
