package app.tiktoktoe.functions.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.emulators.secretmanager.SecretManagerEmulator;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.PubSubEmulatorExtension;
import app.tiktoktoe.testkit.PubSubProject;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.xrpc.OperatorOnly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.functions.invoker.runner.Invoker;
import java.net.ServerSocket;
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
import java.util.Map;
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
  private static final String UPDATE = "/xrpc/com.atproto.admin.updateSubjectStatus";
  private static final String GET = "/xrpc/com.atproto.admin.getSubjectStatus";

  private final Firestore firestore;
  private final Repositories repositories;
  private final SecretManagerEmulator secrets;
  private final PubSubProject pubsub;
  private final Invoker invoker;
  private final int port;

  ModerationWireTest(Firestore firestore) throws Exception {
    this.firestore = firestore;
    this.repositories =
        new FirestoreRepositories(
            firestore, new OpenVault(), false, InstantSource.system(), new SecureRandom());
    this.secrets =
        SecretManagerEmulator.start(
            new SecretManagerEmulator.Config(0, null, InstantSource.system()));
    this.pubsub =
        new PubSubProject(
            PubSubEmulatorExtension.hostPort(), firestore.getOptions().getProjectId());
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    ClassLoader loader = ModerationWireTest.class.getClassLoader();
    this.invoker = new Invoker(port, WiredModeration.class.getName(), "http", loader);
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
    pubsub.topic("commits");
    pubsub.subscription("commits", "commits-test");
    WiredModeration.environment =
        Map.of(
            "SERVICE_ORIGIN",
            "http://localhost:" + port,
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
            secrets.hostPort());
    invoker.startTestServer();
    WriteBatch batch = firestore.batch();
    repositories.open(batch, ALICE, SigningKey.generate(Curve.K256, new SecureRandom()));
    new NewActor(firestore).addTo(batch, ALICE, Handle.parse("alice.test"), Instant.now());
    Await.result(batch.commit());
  }

  @AfterAll
  void stop() throws Exception {
    invoker.stopServer();
    pubsub.close();
    secrets.close();
  }

  private record Answer(int status, JsonNode json) {}

  private Answer send(String path, String password, String body) throws Exception {
    String user = "admin:" + password;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
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
