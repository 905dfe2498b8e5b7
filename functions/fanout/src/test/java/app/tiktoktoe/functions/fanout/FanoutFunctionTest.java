package app.tiktoktoe.functions.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.TreeChange;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.PubSubEmulatorExtension;
import app.tiktoktoe.testkit.PubSubProject;
import app.tiktoktoe.testkit.ServedFunction;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.views.indexing.CommitIndexer;
import app.tiktoktoe.views.timeline.Timelines;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The function behind the real framework, on the real emulators. */
@ExtendWith({FirestoreEmulatorExtension.class, PubSubEmulatorExtension.class})
class FanoutFunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Cid CID = Cid.ofCbor(new byte[] {1});

  private @Nullable ServedFunction served;
  private URI address = URI.create("http://localhost");

  /** The function with the environment of the emulators. */
  public static final class OnEmulators implements HttpFunction {
    private static Map<String, String> environment = Map.of();
    private final HttpFunction function = new FanoutFunction(FanoutWiring.service(environment));

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
            pubsub.hostPort());
    ServedFunction function = new ServedFunction(OnEmulators.class).start();
    address = URI.create(function.origin());
    served = function;
  }

  @AfterEach
  void stop() throws Exception {
    Objects.requireNonNull(served).close();
  }

  @Test
  void aPostReachesItsAuthorOnceItIsIndexed(Firestore firestore) throws Exception {
    WriteBatch batch = firestore.batch();
    new NewActor(firestore).addTo(batch, ALICE, Handle.parse("alice.example.com"), NOW);
    Message message = new Outbox(firestore).add(batch, post());
    Await.result(batch.commit());

    assertEquals(503, push(message), "not indexed yet");
    CommitIndexer indexer =
        new CommitIndexer(
            firestore,
            new Outbox(firestore),
            (messages, deadline) -> messages.size(),
            (author, video, captions) -> Optional.empty(),
            Duration.ZERO,
            duration -> {});
    indexer.handle(new Delivery("1", message.data(), message.attributes(), "", 1));
    assertEquals(204, push(message));

    Viewer alice = new Viewers(firestore).find(ALICE).orElseThrow();
    assertEquals(
        List.of("at://" + ALICE + "/app.bsky.feed.post/3jzfcijpj2z2a"),
        new Timelines(firestore)
            .find(ALICE).orElseThrow().visibleTo(alice).stream()
                .map(entry -> entry.uri().toString())
                .toList());
  }

  @Test
  void whatIsNoEventIsDropped() throws Exception {
    assertEquals(204, push("no event".getBytes(StandardCharsets.UTF_8), Map.of()));
  }

  private static CommitEvent post() {
    ObjectNode record = JSON.createObjectNode().put("text", "hi").put("createdAt", NOW.toString());
    RecordOperation operation =
        new RecordOperation(
            RecordOperation.Action.CREATE,
            Nsid.parse("app.bsky.feed.post"),
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
