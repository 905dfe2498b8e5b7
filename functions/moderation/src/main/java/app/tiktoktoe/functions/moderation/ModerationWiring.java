package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.accounts.StatusWriter;
import app.tiktoktoe.accounts.Takedowns;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.OperatorOnly;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.firestore.Firestore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class ModerationWiring {
  private ModerationWiring() {}

  static XrpcService service(Map<String, String> variables) {
    String[] required =
        Stream.concat(Stream.of(ServiceSettings.required()), Stream.of("GOOGLE_CLOUD_PROJECT"))
            .toArray(String[]::new);
    Environment environment = Environment.of(variables, required);
    ServiceSettings settings = ServiceSettings.from(environment);
    GoogleClients clients = new GoogleClients(environment);
    InstantSource clock = InstantSource.system();
    Instance instance = Instance.start("moderation", environment, clients);
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    return new XrpcService(
        routes(takedowns(clients, clock)),
        lexicons,
        new OperatorOnly(clients, settings.did(), clock),
        settings.addressLimit(clock, instance.log()),
        settings.checkAnswers() ? AnswerCheck.strict(lexicons) : AnswerCheck.none(),
        instance);
  }

  private static Takedowns takedowns(GoogleClients clients, InstantSource clock) {
    Firestore firestore = clients.firestore();
    return new Takedowns(
        new StatusWriter(
            new AuditTrail(firestore, clock, new SecureRandom()),
            new StatusChanges(firestore, clock),
            new Viewers(firestore)::putStatus,
            new Outbox(firestore),
            new EventPublisher(clients, Topic.COMMITS)::publish));
  }

  private static List<Route> routes(Takedowns takedowns) {
    return List.of(
        Route.method(
            "com.atproto.admin.getSubjectStatus", Auth.ADMIN, new GetSubjectStatus(takedowns)),
        Route.method(
            "com.atproto.admin.updateSubjectStatus",
            Auth.ADMIN,
            new UpdateSubjectStatus(takedowns)));
  }
}
