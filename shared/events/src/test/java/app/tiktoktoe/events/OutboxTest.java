package app.tiktoktoe.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class OutboxTest {
  private static final RepoEvent EVENT = RepoEventJsonTest.commit();

  private final Firestore firestore;
  private final Outbox outbox;

  OutboxTest(Firestore firestore) {
    this.firestore = firestore;
    this.outbox = new Outbox(firestore);
  }

  @BeforeEach
  void empty() {
    Await.result(firestore.recursiveDelete(firestore.collection("outbox")));
  }

  private Message commit() {
    WriteBatch batch = firestore.batch();
    Message message = outbox.add(batch, EVENT);
    Await.result(batch.commit());
    return message;
  }

  private List<Message> pendingAfter(Duration age) {
    return outbox.pendingSince(EVENT.time().plus(age), 10);
  }

  @Test
  void anEntryIsPendingUntilItIsConfirmed() {
    Message message = commit();
    List<Message> pending = pendingAfter(Duration.ofMillis(1));
    assertEquals(1, pending.size());
    assertEquals(message.data(), pending.getFirst().data());
    assertEquals(message.attributes(), pending.getFirst().attributes());

    outbox.confirm(id(message));
    assertEquals(List.of(), pendingAfter(Duration.ofDays(1)));
  }

  @Test
  void anEntryIsHeldPendingOrNot() {
    String id = id(commit());
    assertTrue(outbox.holds(id));
    outbox.confirm(id);
    assertTrue(outbox.holds(id));
    assertFalse(outbox.holds("never-written"));
  }

  private static String id(Message message) {
    return Objects.requireNonNull(message.attributes().get(Message.OUTBOX_ATTRIBUTE));
  }

  @Test
  void aYoungEntryIsNotYetLate() {
    commit();
    assertEquals(List.of(), pendingAfter(Duration.ZERO));
  }

  @Test
  void confirmingTwiceOrNothingChangesNothing() {
    Message message = commit();
    String id = id(message);
    outbox.confirm(id);
    outbox.confirm(id);
    outbox.confirm("never-written");
    assertEquals(List.of(), pendingAfter(Duration.ofDays(1)));
  }

  @Test
  void theOrderOfABatchCanBeToldFromItsEntries() {
    List<RepoEvent> events =
        List.of(
            new RepoEvent.IdentityEvent(EVENT.did(), Handle.parse("a.test"), EVENT.time()),
            new RepoEvent.AccountEvent(EVENT.did(), AccountStatus.ACTIVE, EVENT.time()),
            EVENT,
            new RepoEvent.SyncEvent(
                EVENT.did(),
                Tid.of(1_767_000_000_000_000L, 3),
                RepoEventJsonTest.CID,
                EVENT.time()));
    WriteBatch batch = firestore.batch();
    List<Message> messages = outbox.addAll(batch, events);
    Await.result(batch.commit());
    assertEquals(events, messages.stream().map(m -> RepoEventJson.decode(m.data())).toList());
    assertEquals(
        events,
        Await.result(firestore.collection("outbox").get()).getDocuments().stream()
            .sorted(
                Comparator.comparing(QueryDocumentSnapshot::getCreateTime)
                    .thenComparing(OutboxTest::place))
            .map(OutboxTest::event)
            .toList());
  }

  private static long place(QueryDocumentSnapshot entry) {
    return Objects.requireNonNullElse(entry.getLong("place"), 0L);
  }

  private static RepoEvent event(QueryDocumentSnapshot entry) {
    return RepoEventJson.decode(Objects.requireNonNull(entry.getBlob("data")).toByteString());
  }

  @Test
  void aMailIsForItsOwnTopic() {
    MailRequest request =
        new MailRequest(EVENT.did(), MailRequest.Kind.PLC_OPERATION, EVENT.time());
    WriteBatch batch = firestore.batch();
    Message message = outbox.add(batch, request);
    Await.result(batch.commit());
    Message pending = pendingAfter(Duration.ofMillis(1)).getFirst();
    assertEquals(Topic.MAILS, pending.topic());
    assertEquals(request, MailRequest.decode(pending.data()));
    outbox.confirm(id(message));
    assertEquals(List.of(), pendingAfter(Duration.ofDays(1)));
  }

  @Test
  void anEntryIsPartOfItsBatch() {
    WriteBatch batch = firestore.batch();
    outbox.add(batch, EVENT);
    assertEquals(List.of(), pendingAfter(Duration.ofDays(1)));
  }

  @Test
  void anEntryKeepsTheTraceThatItWasWrittenIn() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    String envelope =
        """
        {"message": {"data": "", "messageId": "7",
          "attributes": {"traceparent": "00-%s-00f067aa0ba902b7-01"}}}
        """
            .formatted(trace);
    HttpDouble http = new HttpDouble();
    StructuredLog log =
        new StructuredLog("x", OutputStream.nullOutputStream(), InstantSource.system());
    List<Message> written = new ArrayList<>();
    new EventService(
            Topic.COMMITS,
            delivery -> {
              written.add(commit());
              return EventHandler.Handled.done();
            },
            authorization -> true,
            Instance.of(log))
        .service(http.post("application/json", envelope), http.response());

    Message late = pendingAfter(Duration.ofMillis(1)).getFirst();
    assertEquals(written.getFirst().attributes(), late.attributes());
    String parent = Objects.requireNonNull(late.attributes().get(Message.TRACE_ATTRIBUTE));
    assertTrue(parent.startsWith("00-" + trace + "-"), parent);
    assertTrue(parent.endsWith("-01"), parent);
  }
}
