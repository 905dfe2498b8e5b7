package app.tiktoktoe.functions.indexing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.NotificationEvent;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.TreeChange;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.PubSubEmulatorExtension;
import app.tiktoktoe.testkit.PubSubProject;
import app.tiktoktoe.testkit.ServedFunction;
import app.tiktoktoe.views.actor.NewActor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.protobuf.ByteString;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The function behind the real framework, on the real emulators. */
@ExtendWith({FirestoreEmulatorExtension.class, PubSubEmulatorExtension.class})
class IndexingFunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final Did BOB = Did.parse("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Cid CID = Cid.ofCbor(new byte[] {1});

  private @Nullable ServedFunction served;
  private URI address = URI.create("http://localhost");

  /** The function with the environment of the emulators. */
  public static final class OnEmulators implements HttpFunction {
    private static Map<String, String> environment = Map.of();
    private final HttpFunction function = new IndexingFunction(IndexingWiring.service(environment));

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
      function.service(request, response);
    }
  }

  @BeforeEach
  void start(Firestore firestore, PubSubProject pubsub) throws Exception {
    OnEmulators.environment =
        Map.of(
            "GOOGLE_CLOUD_PROJECT",
            firestore.getOptions().getProjectId(),
            "METERED_FIRESTORE_EMULATOR_HOST",
            FirestoreEmulatorExtension.hostPort(),
            "PUBSUB_EMULATOR_HOST",
            pubsub.hostPort(),
            "BUCKET_BLOBS",
            "blobs",
            "BUCKET_MEDIA",
            "media");
    ServedFunction function = new ServedFunction(OnEmulators.class).start();
    address = URI.create(function.origin());
    served = function;
  }

  @AfterEach
  void stop() throws Exception {
    Objects.requireNonNull(served).close();
  }

  @Test
  void aFollowIsIndexedToldAndConfirmed(Firestore firestore) throws Exception {
    PubSubProject pubsub =
        new PubSubProject(
            PubSubEmulatorExtension.hostPort(), firestore.getOptions().getProjectId());
    pubsub.topic("notifications");
    pubsub.subscription("notifications", "test");
    Outbox outbox = new Outbox(firestore);
    WriteBatch batch = firestore.batch();
    NewActor actors = new NewActor(firestore);
    actors.addTo(batch, BOB, Handle.parse("bob.example.com"), NOW);
    Message message = outbox.add(batch, follow());
    Await.result(batch.commit());

    assertEquals(503, push(message), "alice is not known yet");
    assertEquals(1, outbox.pendingSince(NOW.plusSeconds(9), 10).size());
    WriteBatch signUp = firestore.batch();
    actors.addTo(signUp, ALICE, Handle.parse("alice.example.com"), NOW);
    Await.result(signUp.commit());
    assertEquals(204, push(message));

    assertEquals(List.of(), outbox.pendingSince(NOW.plusSeconds(9), 10));
    NotificationEvent told =
        NotificationEvent.decode(
            pubsub.pull("test", 1, Duration.ofSeconds(20)).getFirst().getData());
    assertEquals(BOB, told.recipient());
    assertEquals("follow", told.reason());
    pubsub.close();
  }

  @Test
  void whatIsNoEventIsDropped() throws Exception {
    assertEquals(204, push("no event".getBytes(StandardCharsets.UTF_8), Map.of()));
  }

  private static CommitEvent follow() {
    ObjectNode record = JSON.createObjectNode().put("subject", BOB.value());
    RecordOperation operation =
        new RecordOperation(
            RecordOperation.Action.CREATE,
            Nsid.parse("app.bsky.graph.follow"),
            RecordKey.parse("3jzfcijpj2z2a"),
            CID,
            record,
            null);
    return new CommitEvent(
        ALICE,
        Tid.parse("3jzfcijpj2z2b"),
        CID,
        NOW,
        List.of(operation),
        TreeChange.first(ByteString.EMPTY));
  }

  private int push(Message message) throws Exception {
    return push(message.data().toByteArray(), message.attributes());
  }

  private int push(byte[] data, Map<String, String> attributes) throws Exception {
    ObjectNode envelope = JSON.createObjectNode();
    envelope
        .putObject("message")
        .put("messageId", "1")
        .put("data", Base64.getEncoder().encodeToString(data))
        .set("attributes", JSON.valueToTree(attributes));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              java.net.http.HttpRequest.newBuilder(address)
                  .POST(BodyPublishers.ofString(envelope.toString()))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }
}
