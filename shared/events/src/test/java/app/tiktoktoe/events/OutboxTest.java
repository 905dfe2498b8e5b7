package app.tiktoktoe.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
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
  void anEntryIsPartOfItsBatch() {
    WriteBatch batch = firestore.batch();
    outbox.add(batch, EVENT);
    assertEquals(List.of(), pendingAfter(Duration.ofDays(1)));
  }
}
