package app.tiktoktoe.functions.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.accounts.NewSecrets;
import app.tiktoktoe.accounts.Sessions;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.emulators.secretmanager.SecretManagerEmulator;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.PubSubEmulatorExtension;
import app.tiktoktoe.testkit.PubSubProject;
import app.tiktoktoe.testkit.ServedFunction;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.xrpc.OperatorOnly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.NoCredentials;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
@ExtendWith(PubSubEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModerationWireTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final Did BOB = Did.parse("did:plc:cccccccccccccccccccccccc");
  private static final String UPDATE = "/xrpc/com.atproto.admin.updateSubjectStatus";
  private static final String GET = "/xrpc/com.atproto.admin.getSubjectStatus";

  private final Firestore firestore;
  private final Repositories repositories;
  private final SecretManagerEmulator secrets;
  private final StorageEmulator emulator;
  private final Storage storage;
  private final PubSubProject pubsub;
  private final ServedFunction served;
  private Map<String, String> environment = Map.of();

  ModerationWireTest(Firestore firestore) throws Exception {
    this.firestore = firestore;
    this.repositories =
        new FirestoreRepositories(
            firestore, new OpenVault(), false, InstantSource.system(), new SecureRandom());
    this.secrets =
        SecretManagerEmulator.start(
            new SecretManagerEmulator.Config(0, null, InstantSource.system()));
    this.emulator =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                List.of(BucketSetup.privateBucket("media")),
                Map.of(),
                NotificationSink.NONE,
                InstantSource.system(),
                new SecureRandom()));
    this.storage =
        StorageOptions.newBuilder()
            .setProjectId("local")
            .setHost(emulator.endpoint().toString())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    this.pubsub =
        new PubSubProject(
            PubSubEmulatorExtension.hostPort(), firestore.getOptions().getProjectId());
    this.served = new ServedFunction(WiredModeration.class);
  }

  private static final class OpenVault implements KeyVault {
    @Override
    public byte[] seal(Did did, byte[] secret) {
      return secret.clone();
    }

    @Override
    public byte[] open(Did did, byte[] sealed) {
      return sealed.clone();
    }
  }

  @BeforeAll
  void start() throws Exception {
    String project = firestore.getOptions().getProjectId();
    secrets.create(project, OperatorOnly.PASSWORD, "open sesame\n");
    NewSecrets.generate(new SecureRandom())
        .forEach((name, value) -> secrets.create(project, name, value));
    pubsub.topic("commits");
    pubsub.subscription("commits", "commits-test");
    environment =
        Map.of(
            "SERVICE_ORIGIN",
            served.origin(),
            "SERVICE_DID",
            "did:web:localhost",
            "HANDLE_DOMAINS",
            ".test",
            "CHECK_ANSWERS",
            "on",
            "GOOGLE_CLOUD_PROJECT",
            project,
            "METERED_FIRESTORE_EMULATOR_HOST",
            FirestoreEmulatorExtension.hostPort(),
            "PUBSUB_EMULATOR_HOST",
            pubsub.hostPort(),
            "SECRETMANAGER_EMULATOR_HOST",
            secrets.hostPort(),
            "STORAGE_EMULATOR_HOST",
            emulator.endpoint().toString(),
            "BUCKET_MEDIA",
            "media");
    WiredModeration.environment = environment;
    served.start();
    make(ALICE, "alice");
    make(BOB, "bob");
  }

  private void make(Did did, String name) {
    SigningKey key = SigningKey.generate(Curve.K256, new SecureRandom());
    WriteBatch batch = firestore.batch();
    repositories.open(batch, did, key);
    new NewActor(firestore).addTo(batch, did, Handle.parse(name + ".test"), Instant.now());
    batch.create(
        firestore.collection("accounts").document(did.value()),
        Map.of(
            "handle",
            name + ".test",
            "email",
            name + "@example.com",
            "passwordHash",
            "",
            "signingKey",
            key.publicKey().didKey(),
            "createdAt",
            Timestamp.now()));
    Await.result(batch.commit());
  }

  private void change(Did did, String field, List<String> values) {
    Await.result(firestore.collection("accounts").document(did.value()).update(field, values));
  }

  @AfterAll
  void stop() throws Exception {
    served.close();
    pubsub.close();
    secrets.close();
    storage.close();
    emulator.close();
  }

  private record Answer(int status, JsonNode json) {}

  private Answer send(String path, String password, String body) throws Exception {
    byte[] user = ("admin:" + password).getBytes(StandardCharsets.UTF_8);
    return sendAs("Basic " + Base64.getEncoder().encodeToString(user), path, body);
  }

  private Answer sendAs(String authorization, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(served.origin() + path))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json");
    HttpResponse<String> answer =
        HTTP.send(
            body.isEmpty()
                ? request.GET().build()
                : request.POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
    return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
  }

  private static String takedown(boolean applied) {
    return """
    {"subject": {"$type": "com.atproto.admin.defs#repoRef", "did": "%s"},
     "takedown": {"applied": %s, "ref": "case 7"}}
    """
        .formatted(ALICE, applied);
  }

  @Test
  void anAccountIsTakenDownAndGivenBack() throws Exception {
    assertEquals(200, send(UPDATE, "open sesame", takedown(true)).status());
    assertEquals("taken_down by operator", notedOfAlice().getLast());
    assertEquals(RepositoryStatus.TAKENDOWN, repositories.standing(ALICE).orElseThrow().status());
    assertEquals("takendown", new Viewers(firestore).find(ALICE).orElseThrow().status());
    JsonNode down = send(GET + "?did=" + ALICE, "open sesame", "").json();
    assertEquals("case 7", down.at("/takedown/ref").asText());
    assertEquals(200, send(UPDATE, "open sesame", takedown(false)).status());
    assertEquals(RepositoryStatus.ACTIVE, repositories.standing(ALICE).orElseThrow().status());
    JsonNode up = send(GET + "?did=" + ALICE, "open sesame", "").json();
    assertEquals(false, up.at("/takedown/applied").asBoolean());
    assertEquals(2, pubsub.pull("commits-test", 2, Duration.ofSeconds(10)).size());
  }

  @Test
  void onlyTheOperatorMay() throws Exception {
    assertEquals(401, send(UPDATE, "close sesame", takedown(true)).status());
    assertEquals(401, send(GET + "?did=" + ALICE, "", "").status());
  }

  private List<String> notedOfAlice() {
    return Await.result(firestore.collection("auditEntries").orderBy(FieldPath.documentId()).get())
        .getDocuments()
        .stream()
        .filter(entry -> entry.getId().contains(ALICE.value()))
        .map(entry -> entry.getString("kind") + " by " + entry.getString("by"))
        .toList();
  }

  @Test
  void aRoleHolderMayAndIsNoted() throws Exception {
    Sessions sessions =
        new Sessions(
            firestore,
            new GoogleClients(Environment.of(environment)),
            Did.parse("did:web:localhost"),
            InstantSource.system(),
            new SecureRandom());
    String bob = "Bearer " + sessions.start(BOB).access();
    for (List<String> roles : List.of(List.<String>of(), List.of("creator", "moderator"))) {
      change(BOB, "roles", roles);
      assertEquals(401, sendAs(bob, UPDATE, takedown(true)).status());
      assertEquals(401, sendAs(bob, GET + "?did=" + ALICE, "").status());
    }
    change(BOB, "roles", List.of("admin"));
    assertEquals(200, sendAs(bob, UPDATE, takedown(true)).status());
    assertEquals(200, sendAs(bob, UPDATE, takedown(false)).status());
    assertEquals(200, sendAs(bob, GET + "?did=" + ALICE, "").status());
    List<String> noted = notedOfAlice();
    assertEquals(
        List.of("taken_down by " + BOB, "restored by " + BOB),
        noted.subList(noted.size() - 2, noted.size()));
    change(BOB, "factors", List.of("totp"));
    Answer unproved = sendAs(bob, UPDATE, takedown(true));
    assertEquals(401, unproved.status());
    assertEquals("AuthFactorTokenRequired", unproved.json().path("error").asText());
    change(BOB, "factors", List.of());
    assertEquals(2, pubsub.pull("commits-test", 2, Duration.ofSeconds(10)).size());
  }

  private void serve(String name) {
    BlobInfo object =
        BlobInfo.newBuilder("media", name)
            .setContentType("video/mp4")
            .setCacheControl("public, max-age=31536000, immutable")
            .build();
    storage.create(object, new byte[] {1});
  }

  private List<String> names() {
    return storage.list("media").streamAll().map(Blob::getName).sorted().toList();
  }

  @Test
  void whatPlaysOfAnAccountIsWithheldAndGivenBackBeforeTheAnswer() throws Exception {
    String ofBob = "vid/" + BOB + "/one/playlist.m3u8";
    List<String> served =
        Stream.of("one/360p/0.m4s", "one/playlist.m3u8", "two/playlist.m3u8")
            .map(name -> "vid/" + ALICE + "/" + name)
            .toList();
    served.forEach(this::serve);
    serve(ofBob);
    assertEquals(200, send(UPDATE, "open sesame", takedown(true)).status());
    assertEquals(
        Stream.concat(Stream.of(ofBob), served.stream().map("withheld/"::concat)).toList(),
        names());
    assertEquals(200, send(UPDATE, "open sesame", takedown(false)).status());
    assertEquals(Stream.concat(served.stream(), Stream.of(ofBob)).toList(), names());
    Blob back = storage.get("media", served.getFirst());
    assertEquals("video/mp4", back.getContentType());
    assertEquals("public, max-age=31536000, immutable", back.getCacheControl());
    storage.list("media").streamAll().forEach(Blob::delete);
    assertEquals(2, pubsub.pull("commits-test", 2, Duration.ofSeconds(10)).size());
  }

  @Test
  void aBlobIsTakenDownAndGivenBack() throws Exception {
    Cid cid = Cid.ofRaw(new byte[] {7});
    BlobStore blobs =
        new BlobStore(
            firestore,
            new BlobObjects(storage, "unused", UUID::randomUUID),
            InstantSource.system());
    String folder = "vid/" + ALICE + "/" + cid + "/";
    String update =
        """
        {"subject": {"$type": "com.atproto.admin.defs#repoBlobRef", "did": "%s", "cid": "%s"},
         "takedown": {"applied": %%s, "ref": "case 8"}}
        """
            .formatted(ALICE, cid);
    String get = GET + "?did=" + ALICE + "&blob=" + cid;
    assertEquals(
        "NotFound",
        send(UPDATE, "open sesame", update.formatted(true)).json().path("error").asText());
    assertEquals("NotFound", send(get, "open sesame", "").json().path("error").asText());
    blobs.addTemporary(ALICE, cid, "video/mp4", 5);
    serve(folder + "playlist.m3u8");
    assertEquals(200, send(UPDATE, "open sesame", update.formatted(true)).status());
    blobs.addTemporary(ALICE, cid, "video/mp4", 5);
    assertEquals(List.of("withheld/" + folder + "playlist.m3u8"), names());
    JsonNode down = send(get, "open sesame", "").json();
    assertEquals(cid.toString(), down.at("/subject/cid").asText());
    assertEquals("case 8", down.at("/takedown/ref").asText());
    assertEquals("blob_taken_down by operator", notedOfAlice().getLast());
    assertEquals(200, send(UPDATE, "open sesame", update.formatted(false)).status());
    assertEquals(List.of(folder + "playlist.m3u8"), names());
    assertEquals(false, send(get, "open sesame", "").json().at("/takedown/applied").asBoolean());
    storage.list("media").streamAll().forEach(Blob::delete);
  }

  @Test
  void aVideoIsBlockedListedAndTakenBack() throws Exception {
    String admin = "/xrpc/app.tiktoktoe.admin.";
    String word = "open sesame";
    String file = "{\"cid\": \"" + Cid.ofRaw(new byte[] {9}) + "\"%s}";
    String block = file.formatted(", \"reason\": \"harm\"");
    assertEquals(401, send(admin + "blockVideo", "close sesame", block).status());
    assertEquals(0, send(admin + "blockVideo", word, block).json().path("pictures").asInt());
    JsonNode listed = send(admin + "listBlockedVideos", word, "").json().at("/videos/0");
    assertEquals(
        "harm by operator",
        listed.path("reason").asText() + " by " + listed.path("blockedBy").asText());
    assertEquals(400, send(admin + "listBlockedVideos?cursor=1", word, "").status());
    assertEquals(200, send(admin + "unblockVideo", word, file.formatted("")).status());
    Answer again = send(admin + "unblockVideo", word, file.formatted(""));
    assertEquals("VideoNotFound", again.json().path("error").asText());
  }

  @Test
  void otherSubjectsAreRefused() throws Exception {
    String record =
        """
        {"subject": {"$type": "com.atproto.repo.strongRef", "uri": "at://%s/app.bsky.feed.post/3k",
          "cid": "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm"},
         "takedown": {"applied": true}}
        """
            .formatted(ALICE);
    Answer refused = send(UPDATE, "open sesame", record);
    assertEquals(400, refused.status());
    assertEquals("InvalidRequest", refused.json().path("error").asText());
    Answer unknown = send(GET + "?did=did:plc:bbbbbbbbbbbbbbbbbbbbbbbb", "open sesame", "");
    assertEquals("NotFound", unknown.json().path("error").asText());
  }
}
