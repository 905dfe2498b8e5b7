package app.tiktoktoe.views;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.NotificationEvent;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.events.RepoEventJson;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.fanout.Fanout;
import app.tiktoktoe.views.fanout.TimelineAppender;
import app.tiktoktoe.views.indexing.CommitIndexer;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The real handlers on an empty project of the Firestore emulator. */
final class Handlers {
  final GoogleClients clients;
  final Firestore firestore;
  final CommitIndexer indexer;
  final FakeCaptions captions = new FakeCaptions();
  final Fanout fanout;
  final List<NotificationEvent> published = new CopyOnWriteArrayList<>();

  Handlers() {
    this(10_000);
  }

  Handlers(long maxFollowers) {
    this.clients =
        new GoogleClients(
            Environment.of(
                Map.of(
                    "GOOGLE_CLOUD_PROJECT",
                    FirestoreEmulatorExtension.freshProject(),
                    "METERED_FIRESTORE_EMULATOR_HOST",
                    FirestoreEmulatorExtension.hostPort())));
    this.firestore = clients.firestore();
    Pause none = duration -> {};
    this.indexer =
        new CommitIndexer(
            firestore, new Outbox(firestore), this::publish, captions, Duration.ZERO, none);
    this.fanout = new Fanout(firestore, appender(), maxFollowers, none);
  }

  TimelineAppender appender() {
    return new TimelineAppender(clients::firestoreRpc, clients.firestoreDatabase(), duration -> {});
  }

  private int publish(List<Message> messages, Duration deadline) {
    messages.stream()
        .filter(message -> message.topic() == Topic.NOTIFICATIONS)
        .forEach(message -> published.add(NotificationEvent.decode(message.data())));
    return messages.size();
  }

  void signUp(Did did, String handle, Instant time) {
    WriteBatch batch = firestore.batch();
    new NewActor(firestore).addTo(batch, did, Handle.parse(handle), time);
    Await.result(batch.commit());
  }

  Handled deliver(EventHandler handler, RepoEvent event) {
    return handler.handle(new Delivery("m", RepoEventJson.encode(event), Map.of(), "", 1));
  }

  /** Delivers once to each handler, as it was committed. */
  void inOrder(RepoEvent event) {
    for (EventHandler handler : List.of(indexer, fanout)) {
      if (!(deliver(handler, event) instanceof Handled.Done)) {
        throw new AssertionError("not done in order: " + event);
      }
    }
  }
}
