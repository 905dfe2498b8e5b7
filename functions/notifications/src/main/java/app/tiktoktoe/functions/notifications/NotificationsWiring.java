package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.SessionAuthenticator;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.views.json.AccountViews;
import app.tiktoktoe.views.json.MediaUrls;
import app.tiktoktoe.views.notification.Devices;
import app.tiktoktoe.views.notification.Notifications;
import app.tiktoktoe.views.notification.SeenMarks;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.firestore.Firestore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class NotificationsWiring {
  private final Environment environment;
  private final ServiceSettings settings;
  private final GoogleClients clients;
  private final Firestore firestore;
  private final InstantSource clock = InstantSource.system();

  private NotificationsWiring(Environment environment) {
    this.environment = environment;
    this.settings = ServiceSettings.from(environment);
    this.clients = new GoogleClients(environment);
    this.firestore = clients.firestore();
  }

  static XrpcService service(Map<String, String> variables) {
    String[] required =
        Stream.concat(Stream.of(ServiceSettings.required()), Stream.of("GOOGLE_CLOUD_PROJECT"))
            .toArray(String[]::new);
    return new NotificationsWiring(Environment.of(variables, required)).service();
  }

  private XrpcService service() {
    Instance instance = Instance.start("notifications", environment, clients);
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    return new XrpcService(
        routes(),
        lexicons,
        authenticator(),
        settings.addressLimit(clock, instance.log()),
        settings.checkAnswers() ? AnswerCheck.strict(lexicons) : AnswerCheck.none(),
        instance);
  }

  private SessionAuthenticator authenticator() {
    return SessionAuthenticator.of(
        settings,
        clients,
        new AccountDirectory(new Accounts(firestore), settings.origin(), clock),
        new PermissionSets(new ClasspathLexicons()),
        clock);
  }

  private List<Route> routes() {
    ViewerSessions sessions = new ViewerSessions(new Viewers(firestore));
    Notifications notifications = new Notifications(firestore);
    SeenMarks seenMarks = new SeenMarks(firestore);
    Devices devices = new Devices(firestore);
    AccountViews views = new AccountViews(new MediaUrls(settings.origin()));
    return List.of(
        Route.method(
            "app.bsky.notification.getUnreadCount",
            Auth.AUTHENTICATED,
            new GetUnreadCount(sessions, notifications, seenMarks)),
        Route.method(
            "app.bsky.notification.listNotifications",
            Auth.AUTHENTICATED,
            new ListNotifications(sessions, notifications, seenMarks, views)),
        Route.method(
            "app.bsky.notification.registerPush",
            Auth.AUTHENTICATED,
            new RegisterPush(sessions, devices, settings.did(), clock)),
        Route.method(
            "app.bsky.notification.unregisterPush",
            Auth.AUTHENTICATED,
            new UnregisterPush(sessions, devices, settings.did(), clock)),
        Route.method(
            "app.bsky.notification.updateSeen",
            Auth.AUTHENTICATED,
            new UpdateSeen(sessions, seenMarks, clock)));
  }
}
