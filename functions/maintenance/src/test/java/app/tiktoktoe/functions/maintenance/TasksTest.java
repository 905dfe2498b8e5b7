package app.tiktoktoe.functions.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.events.InvalidEventException;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.TreeChange;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import com.google.protobuf.ByteString;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class TasksTest {
  private final MutableClock clock = new MutableClock();
  private final List<Message> published = new ArrayList<>();
  private final Firestore firestore;
  private final Outbox outbox;
  private final Tasks tasks;

  TasksTest(Firestore firestore) {
    this.firestore = firestore;
    this.outbox = new Outbox(firestore);
    OutboxSweep sweep =
        new OutboxSweep(
            outbox,
            this::publish,
            clock,
            new StructuredLog("maintenance", OutputStream.nullOutputStream(), clock));
    this.tasks = new Tasks(Map.of("outbox-sweep", Task.of(sweep)));
  }

  private int publish(List<Message> messages, Duration deadline) {
    published.addAll(messages);
    return messages.size();
  }

  @Test
  void onlyWhatHasWaitedForMoreThanTwentySecondsIsPublishedAgain() {
    WriteBatch batch = firestore.batch();
    Cid commit = Cid.ofCbor(new byte[] {1});
    Did did = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
    Message message =
        outbox.add(
            batch,
            new CommitEvent(
                did,
                Tid.of(1, 1),
                commit,
                clock.instant(),
                List.of(),
                TreeChange.first(ByteString.EMPTY)));
    Await.result(batch.commit());

    clock.advance(Duration.ofSeconds(20));
    assertInstanceOf(Handled.Done.class, run("outbox-sweep"));
    assertEquals(List.of(), published);
    clock.advance(Duration.ofSeconds(1));
    assertInstanceOf(Handled.Done.class, run("outbox-sweep"));
    assertEquals(List.of(message), published);
  }

  @Test
  void anUnknownTaskIsDropped() {
    assertEquals(new Handled.Dropped("no task fold-laundry"), run("fold-laundry"));
  }

  @Test
  void whatIsNoTaskIsRefused() {
    assertThrows(InvalidEventException.class, () -> tasks.handle(delivery("{}")));
  }

  private Handled run(String task) {
    return tasks.handle(delivery("{\"task\":\"" + task + "\"}"));
  }

  private static Delivery delivery(String json) {
    return new Delivery("1", ByteString.copyFromUtf8(json), Map.of(), "", 1);
  }
}
