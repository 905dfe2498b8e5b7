package app.tiktoktoe.functions.fanout;

import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventHandler;
import app.tiktoktoe.events.EventService;
import app.tiktoktoe.events.PushSender;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.views.Pause;
import app.tiktoktoe.views.fanout.Fanout;
import app.tiktoktoe.views.fanout.TimelineAppender;
import com.google.cloud.functions.HttpFunction;
import java.util.Map;

/** Builds the function by hand. */
final class FanoutWiring {
  private static final long MAX_FOLLOWERS = 10_000;

  private FanoutWiring() {}

  static HttpFunction service(Map<String, String> variables) {
    Environment environment = Environment.of(variables, "GOOGLE_CLOUD_PROJECT");
    GoogleClients clients = new GoogleClients(environment);
    Instance instance = Instance.start("fanout", environment, clients);
    long most = environment.find("FANOUT_MAX_FOLLOWERS").map(Long::parseLong).orElse(MAX_FOLLOWERS);
    EventHandler handler = delivery -> fanout(clients, most).handle(delivery);
    return new EventService(
        Topic.COMMITS, handler, PushSender.fromEnvironment(environment), instance);
  }

  /** Made for each delivery, so that Firestore is opened by the first. */
  private static Fanout fanout(GoogleClients clients, long maxFollowers) {
    TimelineAppender appender =
        new TimelineAppender(clients::firestoreRpc, clients.firestoreDatabase(), Pause.sleeping());
    return new Fanout(clients.firestore(), appender, maxFollowers, Pause.sleeping());
  }
}
