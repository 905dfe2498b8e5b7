package app.tiktoktoe.functions.push;

import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.EventService;
import app.tiktoktoe.events.PushSender;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.views.notification.Devices;
import app.tiktoktoe.views.notification.Notifications;
import app.tiktoktoe.views.post.Posts;
import com.google.cloud.firestore.Firestore;
import java.time.InstantSource;
import java.util.Map;

/** Builds the function by hand. */
final class PushWiring {
  private PushWiring() {}

  static EventService service(Map<String, String> variables) {
    Environment environment = Environment.of(variables, "GOOGLE_CLOUD_PROJECT");
    GoogleClients clients = new GoogleClients(environment);
    Instance instance = Instance.start("push", environment, clients);
    return new EventService(
        Topic.NOTIFICATIONS,
        handler(clients.firestore(), messaging(environment, clients), instance.log()),
        PushSender.fromEnvironment(environment),
        instance);
  }

  private static Messaging messaging(Environment environment, GoogleClients clients) {
    return new FirebaseMessages(clients.project(), environment.find("FCM_EMULATOR_HOST"));
  }

  private static PushNotification handler(
      Firestore firestore, Messaging messaging, StructuredLog log) {
    return new PushNotification(
        new Notifications(firestore),
        new Devices(firestore),
        new Posts(firestore),
        new PushLedger(firestore, InstantSource.system()),
        messaging,
        log);
  }
}
