package app.tiktoktoe.functions.maintenance;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.events.InvalidEventException;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.events.RepoEventJson;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.ImportOutcome;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.RecordWrite;
import app.tiktoktoe.repository.RepositoryImports;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.repository.SwapRecord;
import app.tiktoktoe.repository.WriteOutcome;
import app.tiktoktoe.repository.WriteRequest;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.indexing.CommitIndexer;
import app.tiktoktoe.views.indexing.ViewRebuild;
import app.tiktoktoe.views.post.AuthorFilter;
import app.tiktoktoe.views.post.Posts;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command as an operator gives it, over repositories as posting writes them. */
@ExtendWith(FirestoreEmulatorExtension.class)
class RebuildCommandTest {
  private static final Did ALICE = Did.parse("did:plc:" + "a".repeat(24));
  private static final Did BOB = Did.parse("did:plc:" + "b".repeat(24));
  private static final String POST = "app.bsky.feed.post";
  private static final String LIKE = "app.bsky.feed.like";
  private static final String FOLLOW = "app.bsky.graph.follow";
  private static final List<String> VIEWS =
      List.of("actors", "viewers", "posts", "likes", "follows", "reactions", "followers");

  private final MutableClock clock = new MutableClock();
  private final Queue<Message> messages = new ArrayDeque<>();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final Firestore firestore;
  private final FirestoreRepositories repositories;
  private final CommitIndexer indexer;
  private final Tasks tasks;
  private boolean accepting = true;

  RebuildCommandTest(Firestore shared) {
    this.firestore = FirestoreEmulatorExtension.client(FirestoreEmulatorExtension.freshProject());
    assertTrue(shared != firestore);
    this.repositories =
        new FirestoreRepositories(firestore, new PlainVault(), false, clock, new Random());
    this.indexer =
        new CommitIndexer(
            firestore,
            new Outbox(firestore),
            this::publishTold,
            (author, video, captions) -> Optional.empty(),
            Duration.ZERO,
            duration -> {});
    ViewRebuild views =
        new ViewRebuild(
            new StoredRepositories(firestore, clock),
            firestore,
            (author, video, captions) -> Optional.empty(),
            clock,
            pause -> {});
    StructuredLog log = new StructuredLog("maintenance", logged, clock);
    this.tasks = new Tasks(Map.of("rebuild", new Rebuild(views, this::publish, log)));
  }

  private static final class PlainVault implements KeyVault {
    @Override
    public byte[] seal(Did did, byte[] secret) {
      return secret.clone();
    }

    @Override
    public byte[] open(Did did, byte[] sealed) {
      return sealed.clone();
    }
  }

  private int publish(List<Message> asked, Duration deadline) {
    if (!accepting) {
      return 0;
    }
    messages.addAll(asked);
    return asked.size();
  }

  private int publishTold(List<Message> told, Duration deadline) {
    List<Message> asked = told.stream().filter(m -> m.topic() == Topic.MAINTENANCE).toList();
    return told.size() - asked.size() + publish(asked, deadline);
  }

  private void open(Did did, String handle) {
    open(did, handle, RepositoryStatus.ACTIVE);
  }

  private void open(Did did, String handle, RepositoryStatus status) {
    WriteBatch batch = firestore.batch();
    SigningKey key = SigningKey.generate(Curve.K256, new SecureRandom());
    repositories.open(batch, did, key, status);
    new NewActor(firestore).addTo(batch, did, Handle.parse(handle), status.id(), clock.instant());
    Await.result(batch.commit());
    String email = handle + "@example.com";
    Await.result(
        firestore
            .document("accounts/" + did)
            .set(
                Map.of(
                    "version",
                    1,
                    "handle",
                    handle,
                    "email",
                    email,
                    "emailConfirmed",
                    false,
                    "passwordHash",
                    "x",
                    "signingKey",
                    key.publicKey().didKey(),
                    "createdAt",
                    com.google.cloud.Timestamp.parseTimestamp("2026-01-02T03:04:05Z"))));
  }

  private void write(Did did, RecordWrite write) {
    clock.advance(Duration.ofSeconds(1));
    WriteOutcome outcome =
        repositories.apply(
            new WriteRequest(did, List.of(write), Optional.empty(), true, clock.instant()));
    Message message = assertInstanceOf(WriteOutcome.Committed.class, outcome).message();
    assertInstanceOf(
        Handled.Done.class,
        indexer.handle(new Delivery("m", message.data(), message.attributes(), "", 1)));
  }

  private String create(Did did, String collection, ObjectNode record) {
    String rkey = Tid.of(clock.instant().toEpochMilli() * 1_000, 3).value();
    record.put("$type", collection).put("createdAt", clock.instant().toString());
    write(did, new RecordWrite.Create(Nsid.parse(collection), RecordKey.parse(rkey), record));
    return rkey;
  }

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode like(Did author, String rkey) {
    ObjectNode record = json();
    record
        .putObject("subject")
        .put("uri", "at://" + author + "/" + POST + "/" + rkey)
        .put("cid", "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm");
    return record;
  }

  /** More posts than a step takes. */
  private void history() {
    open(ALICE, "alice.example.com");
    open(BOB, "bob.example.com");
    create(BOB, FOLLOW, json().put("subject", ALICE.value()));
    create(ALICE, FOLLOW, json().put("subject", BOB.value()));
    String last = "";
    for (int i = 0; i < 27; i++) {
      last = create(ALICE, POST, json().put("text", "post " + i));
    }
    create(BOB, LIKE, like(ALICE, last));
    create(ALICE, LIKE, like(ALICE, last));
    String gone = create(ALICE, POST, json().put("text", "gone"));
    write(ALICE, new RecordWrite.Delete(Nsid.parse(POST), RecordKey.parse(gone), SwapRecord.any()));
  }

  private String live() {
    Map<String, String> lines = new TreeMap<>();
    for (String name : VIEWS) {
      for (QueryDocumentSnapshot document : Await.result(firestore.collection(name).get())) {
        Map<String, Object> fields = new TreeMap<>(document.getData());
        fields.keySet().removeAll(List.of("foldedAt", "cardVersion", "tokensValidFrom"));
        if (!Boolean.FALSE.equals(fields.get("live"))) {
          lines.put(document.getReference().getPath(), fields.toString());
        }
      }
    }
    return String.join("\n", lines.entrySet().stream().map(Object::toString).toList());
  }

  private void dropAll() {
    for (String name : VIEWS) {
      for (QueryDocumentSnapshot document : Await.result(firestore.collection(name).get())) {
        Await.result(document.getReference().delete());
      }
    }
  }

  private Handled give(String command) {
    return tasks.handle(new Delivery("m", ByteString.copyFromUtf8(command), Map.of(), "", 1));
  }

  /** Every step is delivered twice, as a queue may. */
  private int deliverAll() {
    int steps = 0;
    for (Message message = messages.poll(); message != null; message = messages.poll()) {
      assertEquals(Topic.MAINTENANCE, message.topic());
      int waiting = messages.size();
      assertInstanceOf(Handled.Done.class, give(message.data().toStringUtf8()));
      if (steps % 5 == 0 && messages.size() > waiting) {
        messages.remove();
        assertInstanceOf(Handled.Done.class, give(message.data().toStringUtf8()));
      }
      steps++;
    }
    return steps;
  }

  @Test
  void makesEveryAccountsViewsFromNothing() {
    history();
    String before = live();
    dropAll();
    assertInstanceOf(Handled.Done.class, give("{\"task\":\"rebuild\",\"all\":true}"));
    assertTrue(deliverAll() > 20);
    assertEquals(before, live());
    assertTrue(logged.toString(StandardCharsets.UTF_8).contains("views rebuilt"));
  }

  @Test
  void makesOneAccountsViewsAlsoWhenItIsNotServed() {
    history();
    Await.result(firestore.document("repos/" + ALICE).update("status", "deactivated"));
    String command = "{\"task\":\"rebuild\",\"did\":\"" + ALICE + "\"}";
    give(command);
    deliverAll();
    long hidden =
        Await.result(firestore.collection("posts").whereEqualTo("hidden", true).get()).size();
    assertEquals(27, hidden);
    Await.result(firestore.document("repos/" + ALICE).update("status", "active"));
    give(command);
    deliverAll();
    assertEquals(
        27, Await.result(firestore.collection("posts").whereEqualTo("live", true).get()).size());
  }

  /** Three posts, a like and a follow, as another server exports them. */
  private RepoCar exportedElsewhere() {
    List<MstEntry> entries = new ArrayList<>();
    Map<Cid, byte[]> blocks = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      ObjectNode post = json().put("$type", POST).put("text", "post " + i);
      add(entries, blocks, POST, i, post.put("createdAt", "2025-05-0" + (i + 1) + "T00:00:00Z"));
    }
    ObjectNode follow = json().put("$type", FOLLOW).put("subject", BOB.value());
    add(entries, blocks, FOLLOW, 3, follow.put("createdAt", "2025-05-04T00:00:00Z"));
    Tid rev = Tid.of(clock.instant().toEpochMilli() * 1_000, 5);
    SigningKey key = SigningKey.generate(Curve.P256, new SecureRandom());
    Commit commit = Commit.sign(ALICE, rev, Mst.rootOf(entries), key);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      RepoCar.write(out, commit, Mst.of(entries), e -> requireNonNull(blocks.get(e.value())));
      return RepoCar.read(
          new ByteArrayInputStream(out.toByteArray()), new RepoCar.Limits(1 << 20, 100));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(
      List<MstEntry> entries, Map<Cid, byte[]> blocks, String collection, int at, ObjectNode json) {
    byte[] block = DagCbor.encode(json);
    String rkey = Tid.of(1_746_000_000_000_000L + at, 3).value();
    blocks.put(Cid.ofCbor(block), block);
    entries.add(new MstEntry(collection + "/" + rkey, Cid.ofCbor(block)));
  }

  private List<RepoEvent> importAndActivate() {
    RepositoryImports imports =
        new RepositoryImports(firestore, new PlainVault(), clock, new Random());
    assertInstanceOf(
        ImportOutcome.Imported.class, imports.run(ALICE, exportedElsewhere(), clock.instant()));
    clock.advance(Duration.ofSeconds(1));
    StatusChanges changes = new StatusChanges(firestore, clock);
    StatusChanges.Current current = changes.find(ALICE).orElseThrow();
    WriteBatch batch = firestore.batch();
    var changed = changes.addTo(batch, current, current.switches().activated(), false);
    Await.result(batch.commit());
    return List.of(changed.sync(), changed.account());
  }

  private Handled deliver(RepoEvent event) {
    return indexer.handle(new Delivery("m", RepoEventJson.encode(event), Map.of(), "", 1));
  }

  @Test
  void anAccountThatMovedInGetsItsViewsWithoutACommand() {
    open(ALICE, "alice.example.com", RepositoryStatus.DEACTIVATED);
    open(BOB, "bob.example.com");
    List<RepoEvent> events = importAndActivate();
    accepting = false;
    assertInstanceOf(Handled.Retry.class, deliver(events.getFirst()));
    accepting = true;
    events.forEach(event -> assertInstanceOf(Handled.Done.class, deliver(event)));
    deliverAll();
    var feed = new Posts(firestore).byAuthor(ALICE, null, 10, AuthorFilter.POSTS_WITH_REPLIES);
    assertEquals(3, feed.items().size());
    Actor alice = new Actors(firestore).find(ALICE).orElseThrow();
    assertEquals(List.of(3L, 1L), List.of(alice.postsCount(), alice.followsCount()));
    assertEquals(1, new Actors(firestore).find(BOB).orElseThrow().followersCount());
  }

  @Test
  void theSameIsNotAskedForAtEveryActivation() {
    open(ALICE, "alice.example.com", RepositoryStatus.DEACTIVATED);
    importAndActivate();
    StatusChanges changes = new StatusChanges(firestore, clock);
    StatusChanges.Current current = changes.find(ALICE).orElseThrow();
    WriteBatch batch = firestore.batch();
    var again = changes.addTo(batch, current, current.switches().activated(), false);
    Await.result(batch.commit());
    assertInstanceOf(Handled.Done.class, deliver(again.sync()));
    assertEquals(0, messages.size());
  }

  @Test
  void aStepWhoseSuccessorIsNotAcceptedComesBack() {
    history();
    accepting = false;
    assertThrows(
        IllegalStateException.class,
        () -> give("{\"task\":\"rebuild\",\"did\":\"" + ALICE + "\"}"));
  }

  @Test
  void whatIsNobodysAndWhatIsNoCommandDoesNothing() {
    give("{\"task\":\"rebuild\",\"did\":\"did:plc:" + "c".repeat(24) + "\"}");
    give("{\"task\":\"rebuild\",\"all\":true}");
    assertEquals(0, messages.size());
    assertThrows(InvalidEventException.class, () -> give("{\"task\":\"rebuild\"}"));
    assertThrows(
        InvalidEventException.class,
        () -> give("{\"task\":\"rebuild\",\"did\":\"" + ALICE + "\",\"phase\":\"x\"}"));
  }
}
