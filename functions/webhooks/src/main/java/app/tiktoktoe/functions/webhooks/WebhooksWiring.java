package app.tiktoktoe.functions.webhooks;

import app.tiktoktoe.accounts.MailSuppressions;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcService;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class WebhooksWiring {
  private WebhooksWiring() {}

  static XrpcService service(Map<String, String> variables) {
    String[] required =
        Stream.concat(Stream.of(ServiceSettings.required()), Stream.of("GOOGLE_CLOUD_PROJECT"))
            .toArray(String[]::new);
    Environment environment = Environment.of(variables, required);
    ServiceSettings settings = ServiceSettings.from(environment);
    GoogleClients clients = new GoogleClients(environment);
    InstantSource clock = InstantSource.system();
    Instance instance = Instance.start("webhooks", environment, clients);
    SendGridEvents events =
        new SendGridEvents(
            new EventSignature(clients, clock),
            new MailSuppressions(clients.firestore(), clients, clock),
            clock,
            instance.log());
    return new XrpcService(
        List.of(Route.form(SendGridEvents.PATH, events)),
        new Lexicons(new ClasspathLexicons()),
        new Nobody(),
        settings.addressLimit(clock, instance.log()),
        AnswerCheck.none(),
        instance);
  }
}
