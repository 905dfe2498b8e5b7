package app.tiktoktoe.functions.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.accounts.AccountRemains;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.OverdueAccounts;
import app.tiktoktoe.accounts.Preferences;
import app.tiktoktoe.accounts.StatusWriter;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.events.InvalidEventException;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.media.ServedVideo;
import app.tiktoktoe.media.blocklist.VideoPrints;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.RecordWrite;
import app.tiktoktoe.repository.RepositoryErasure;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.SnapshotObjects;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.repository.WriteOutcome;
import app.tiktoktoe.repository.WriteRequest;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.actor.OwnDocuments;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.views.indexing.CommitIndexer;
import app.tiktoktoe.views.indexing.ViewRebuild;
import app.tiktoktoe.views.notification.Notifications;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.NoCredentials;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deleted accounts, over repositories as posting writes them and views as indexing does. */
@ExtendWith(FirestoreEmulatorExtension.class)
class ErasureTest {
  private static final Did ALICE = Did.parse("did:plc:" + "a".repeat(24));
  private static final Did BOB = Did.parse("did:plc:" + "b".repeat(24));
  private static final String POST = "app.bsky.feed.post";
  private static final String LIKE = "app.bsky.feed.like";
  private static final String FOLLOW = "app.bsky.graph.follow";
  private static final String SCHEDULED = "{\"task\":\"erasure\"}";

  /** In everything that is hers. */
  private static final String WORDS = "words of alice";

  private final MutableClock clock = new MutableClock();
  private final Queue<Message> messages = new ArrayDeque<>();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final Firestore firestore;
  private final FirestoreRepositories repositories;
  private final StatusChanges heads;
  private final CommitIndexer indexer;
  private final StorageEmulator emulator;
  private final Storage storage;
  private final Tasks tasks;
  private boolean accepting = true;

  ErasureTest(Firestore shared) throws Exception {
    this.firestore = FirestoreEmulatorExtension.client(FirestoreEmulatorExtension.freshProject());
    assertTrue(shared != firestore);
    this.repositories =
        new FirestoreRepositories(firestore, new PlainVault(), false, clock, new Random());
    this.heads = new StatusChanges(firestore, clock);
    this.indexer =
        new CommitIndexer(
            firestore,
            new Outbox(firestore),
            (told, deadline) -> told.size(),
            (author, video, captions) -> Optional.empty(),
            Duration.ZERO,
            duration -> {});
    this.emulator =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                List.of(
                    BucketSetup.privateBucket("blobs"),
                    BucketSetup.privateBucket("media"),
                    BucketSetup.privateBucket("snapshots")),
                Map.of(),
                NotificationSink.NONE,
                clock,
                new SecureRandom()));
    this.storage =
        StorageOptions.newBuilder()
            .setProjectId("local")
            .setHost(emulator.endpoint().toString())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    this.tasks = new Tasks(Map.of(ErasureStep.TASK, erasure()));
    history();
  }

  @AfterEach
  void close() throws Exception {
    storage.close();
    emulator.close();
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

  private Erasure erasure() {
    StatusWriter writer =
        new StatusWriter(
            new AuditTrail(firestore, clock, new SecureRandom()),
            heads,
            new Viewers(firestore)::putStatus,
            new Outbox(firestore),
            this::deliver);
    return new Erasure(
        new OverdueAccounts(
            writer, heads, new Accounts(firestore), new Preferences(firestore), clock),
        new RepositoryErasure(firestore, clock),
        List.of(
            new AccountFolder(new OldObjects(() -> storage, "blobs"), BlobObjects::folderOf),
            new AccountFolder(new OldObjects(() -> storage, "media"), ServedVideo::folderOf),
            new AccountFolder(
                new OldObjects(() -> storage, "snapshots"), SnapshotObjects::folderOf)),
        new ViewRebuild(
            new StoredRepositories(firestore, clock),
            firestore,
            (author, video, captions) -> Optional.empty(),
            clock,
            pause -> {}),
        new Erasure.Private(
            new AccountRemains(firestore),
            new OwnDocuments(firestore),
            new VideoPrints(firestore),
            new NewActor(firestore)),
        new AuditTrail(firestore, clock, new SecureRandom()),
        this::publish,
        new StructuredLog("maintenance", logged, clock));
  }

  private int publish(List<Message> asked, Duration deadline) {
    if (!accepting) {
      return 0;
    }
    messages.addAll(asked);
    return asked.size();
  }

  private int deliver(List<Message> told, Duration deadline) {
    told.forEach(
        message ->
            assertInstanceOf(
                Handled.Done.class,
                indexer.handle(new Delivery("m", message.data(), message.attributes(), "", 1))));
    return told.size();
  }

  private void open(Did did, String name) {
    String words = "words of " + name;
    SigningKey key = SigningKey.generate(Curve.K256, new SecureRandom());
    WriteBatch batch = firestore.batch();
    repositories.open(batch, did, key);
    Handle handle = Handle.parse(name + ".example.com");
    new NewActor(firestore).addTo(batch, did, handle, clock.instant());
    Await.result(batch.commit());
    put(
        "accounts/" + did,
        Map.of(
            "version",
            1,
            "handle",
            handle.value(),
            "email",
            name + "@example.com",
            "emailConfirmed",
            false,
            "passwordHash",
            words,
            "signingKey",
            key.publicKey().didKey(),
            "createdAt",
            Timestamp.parseTimestamp("2026-01-02T03:04:05Z")));
    put("preferences/" + did, Map.of("version", 1, "items", "[\"" + words + "\"]"));
    put("firebaseLinks/of-" + name, Map.of("version", 1, "did", did.value()));
    put("sessions/of-" + name, Map.of("version", 1, "did", did.value()));
    put("devices/" + did + "/tokens/one", Map.of("token", words));
    put("notificationStates/" + did, Map.of("seenAt", Timestamp.now()));
    put("repos/" + did + "/blobs/bafyone", Map.of("state", "referenced", "mimeType", words));
    write("blobs", did + "/bafyone");
    write("media", "vid/" + did + "/bafyone/playlist.m3u8");
    write("snapshots", did + "/3kdefault.car");
  }

  private void put(String path, Map<String, Object> fields) {
    Await.result(firestore.document(path).set(fields));
  }

  private void write(String bucket, String name) {
    storage.create(BlobInfo.newBuilder(bucket, name).build(), new byte[] {1});
  }

  private String create(Did did, String collection, String name, ObjectNode record) {
    clock.advance(Duration.ofSeconds(1));
    String rkey = Tid.of(clock.instant().toEpochMilli() * 1_000, 3).value();
    record.put("$type", collection).put("createdAt", clock.instant().toString());
    RecordWrite write =
        new RecordWrite.Create(
            Nsid.parse(collection), RecordKey.parse(name.isEmpty() ? rkey : name), record);
    WriteOutcome outcome =
        repositories.apply(
            new WriteRequest(did, List.of(write), Optional.empty(), true, clock.instant()));
    Message message = assertInstanceOf(WriteOutcome.Committed.class, outcome).message();
    deliver(List.of(message), Duration.ZERO);
    return rkey;
  }

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode reference(Did author, String rkey) {
    return json()
        .put("uri", "at://" + author + "/" + POST + "/" + rkey)
        .put("cid", "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm");
  }

  private void history() {
    open(ALICE, "alice");
    open(BOB, "bob");
    create(ALICE, "app.bsky.actor.profile", "self", json().put("displayName", WORDS));
    String bobs = create(BOB, POST, "", json().put("text", "of bob"));
    create(BOB, FOLLOW, "", json().put("subject", ALICE.value()));
    create(ALICE, FOLLOW, "", json().put("subject", BOB.value()));
    create(ALICE, LIKE, "", json().set("subject", reference(BOB, bobs)));
    for (int i = 0; i < 3; i++) {
      create(ALICE, POST, "", json().put("text", WORDS));
    }
    ObjectNode reply = json().put("text", WORDS);
    reply.putObject("reply").set("root", reference(BOB, bobs));
    reply.withObject("reply").set("parent", reference(BOB, bobs));
    String last = create(ALICE, POST, "", reply);
    create(BOB, LIKE, "", json().set("subject", reference(ALICE, last)));
    assertEquals(
        3, new Notifications(firestore).list(BOB, null, 10).items().size(), "follow, like, reply");
  }

  private void delete() {
    clock.advance(Duration.ofMinutes(1));
    StatusChanges.Current current = heads.find(ALICE).orElseThrow();
    var past = Optional.of(clock.instant());
    WriteBatch batch = firestore.batch();
    heads.addTo(batch, current, current.switches().deactivated(clock.instant(), past), false);
    Await.result(batch.commit());
    give(SCHEDULED);
  }

  private Handled give(String command) {
    return tasks.handle(new Delivery("m", ByteString.copyFromUtf8(command), Map.of(), "", 1));
  }

  private void step() {
    assertInstanceOf(Handled.Done.class, give(messages.remove().data().toStringUtf8()));
  }

  private void finish() {
    clock.advance(RepositoryErasure.DELAY.plusSeconds(1));
    give(SCHEDULED);
    while (!messages.isEmpty()) {
      step();
    }
  }

  private Map<String, String> everything() {
    Map<String, String> found = new TreeMap<>();
    firestore.listCollections().forEach(collection -> add(found, collection));
    found.keySet().removeIf(path -> path.startsWith("outbox/"));
    return found;
  }

  private static void add(Map<String, String> found, CollectionReference collection) {
    for (DocumentReference reference : collection.listDocuments()) {
      DocumentSnapshot document = Await.result(reference.get());
      if (document.exists()) {
        Map<String, Object> fields = new TreeMap<>(document.getData());
        fields.replaceAll(
            (name, value) ->
                value instanceof Blob bytes
                    ? new String(bytes.toBytes(), StandardCharsets.ISO_8859_1)
                    : value);
        found.put(reference.getPath().replaceAll("^.*/documents/", ""), fields.toString());
      }
      reference.listCollections().forEach(below -> add(found, below));
    }
  }

  private List<String> objects() {
    return List.of("blobs", "media", "snapshots").stream()
        .flatMap(bucket -> storage.list(bucket).streamAll())
        .map(object -> object.getName())
        .toList();
  }

  private void assertErased() {
    Map<String, String> left = everything();
    left.forEach(
        (path, fields) -> {
          boolean hers = path.contains(ALICE.value());
          assertTrue(!fields.contains(WORDS), () -> path + " " + fields);
          assertTrue(
              !fields.contains("alice.example") && !fields.contains("alice@"),
              () -> path + " " + fields);
          boolean tombstone = fields.contains("live=false") && fields.contains("expireAt=");
          boolean kept =
              path.equals("repos/" + ALICE)
                  || path.equals("actors/" + ALICE)
                  || path.startsWith("audit");
          assertTrue(!hers || tombstone || kept, () -> path + " " + fields);
        });
    assertEquals(
        List.of(BOB + "/bafyone", "vid/" + BOB + "/bafyone/playlist.m3u8", BOB + "/3kdefault.car"),
        objects());
    assertTrue(left.containsKey("sessions/of-bob") && !left.containsKey("sessions/of-alice"));
    assertTrue(
        left.containsKey("firebaseLinks/of-bob") && !left.containsKey("firebaseLinks/of-alice"));
    assertTrue(left.containsKey("accounts/" + BOB) && left.containsKey("preferences/" + BOB));
    assertTrue(
        left.getOrDefault("auditEntries/" + ALICE + "~0000000002", "").contains("kind=erased"));
    assertEquals(RepositoryStatus.DELETED, repositories.describe(ALICE).orElseThrow().status());
    assertTrue(heads.find(ALICE).orElseThrow().isErased());
    Actor bob = new Actors(firestore).find(BOB).orElseThrow();
    assertEquals(List.of(0L, 1L), List.of(bob.followersCount(), bob.postsCount()));
    assertEquals(List.of(), new Notifications(firestore).list(BOB, null, 10).items());
    String post =
        left.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("posts/" + BOB))
            .findFirst()
            .orElseThrow()
            .getValue();
    assertTrue(post.contains("likeCount=0") && post.contains("replyCount=0"), post);
  }

  @Test
  void whoIsOverdueIsDeletedAndErasedAnHourLater() {
    delete();
    assertEquals(0, messages.size());
    assertEquals(RepositoryStatus.DELETED, repositories.describe(ALICE).orElseThrow().status());
    assertTrue(!everything().containsKey("accounts/" + ALICE));
    clock.advance(RepositoryErasure.DELAY.minusSeconds(1));
    give(SCHEDULED);
    give("{\"task\":\"erasure\",\"did\":\"" + ALICE + "\"}");
    assertEquals(0, messages.size());
    assertEquals(6, objects().size());
    finish();
    assertErased();
    assertTrue(logged.toString(StandardCharsets.UTF_8).contains("account erased"));
    String before = everything().toString();
    give("{\"task\":\"erasure\",\"did\":\"" + ALICE + "\"}");
    finish();
    assertEquals(before, everything().toString());
  }

  /** After each of its steps in turn; every hour it is begun again. */
  @Test
  void anErasureThatIsBrokenOffGoesOn() {
    delete();
    int steps = 0;
    do {
      messages.clear();
      clock.advance(Duration.ofHours(1));
      give(SCHEDULED);
      steps++;
      for (int i = 0; i < steps && !messages.isEmpty(); i++) {
        String message = messages.element().data().toStringUtf8();
        step();
        give(message);
        while (messages.size() > 1) {
          messages.remove();
        }
      }
    } while (!heads.find(ALICE).orElseThrow().isErased());
    assertTrue(steps > 10, "broken off " + steps + " times");
    assertErased();
  }

  @Test
  void aStepWhoseSuccessorIsNotAcceptedComesBack() {
    delete();
    clock.advance(RepositoryErasure.DELAY.plusSeconds(1));
    accepting = false;
    assertThrows(IllegalStateException.class, () -> give(SCHEDULED));
    assertThrows(
        IllegalStateException.class,
        () -> give("{\"task\":\"erasure\",\"did\":\"" + ALICE + "\"}"));
    accepting = true;
    finish();
    assertErased();
  }

  @Test
  void whatIsNotDeletedIsNotErased() {
    clock.advance(Duration.ofDays(1));
    String before = everything().toString();
    give(SCHEDULED);
    give("{\"task\":\"erasure\",\"did\":\"" + ALICE + "\"}");
    give("{\"task\":\"erasure\",\"did\":\"did:plc:" + "c".repeat(24) + "\"}");
    assertEquals(0, messages.size());
    assertEquals(before, everything().toString());
    assertThrows(
        InvalidEventException.class, () -> give("{\"task\":\"erasure\",\"did\":\"alice\"}"));
    assertThrows(
        InvalidEventException.class,
        () -> give("{\"task\":\"erasure\",\"did\":\"" + ALICE + "\",\"part\":\"x\"}"));
  }

  /** What came back is not touched by a step that is late. */
  @Test
  void whoComesBackAfterwardsStays() {
    delete();
    clock.advance(RepositoryErasure.DELAY.plusSeconds(1));
    give(SCHEDULED);
    Message late = messages.element();
    finish();
    StatusChanges.Current left = heads.find(ALICE).orElseThrow();
    WriteBatch batch = firestore.batch();
    SigningKey key = SigningKey.generate(Curve.K256, new SecureRandom());
    repositories.reopen(batch, left, key, RepositoryStatus.ACTIVE);
    Handle handle = Handle.parse("alice2.example.com");
    new NewActor(firestore).replace(batch, ALICE, handle, "active", clock.instant());
    Await.result(batch.commit());
    assertEquals(left.tokensValidFrom(), heads.find(ALICE).orElseThrow().tokensValidFrom());
    write("blobs", ALICE + "/bafytwo");
    create(ALICE, POST, "", json().put("text", "again"));
    String before = everything().toString();
    give(late.data().toStringUtf8());
    finish();
    assertEquals(before, everything().toString());
    assertTrue(objects().contains(ALICE + "/bafytwo"));
    assertEquals(1, new Actors(firestore).find(ALICE).orElseThrow().postsCount());
  }
}
