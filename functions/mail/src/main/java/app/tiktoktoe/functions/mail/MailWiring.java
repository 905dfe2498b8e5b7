package app.tiktoktoe.functions.mail;

import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.EmailAddress;
import app.tiktoktoe.accounts.EmailTokens;
import app.tiktoktoe.accounts.MailSuppressions;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventService;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.PushSender;
import app.tiktoktoe.events.Topic;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** Builds the function by hand. */
final class MailWiring {
  private static final String SENDGRID = "https://api.sendgrid.com";

  private MailWiring() {}

  static EventService service(Map<String, String> variables) {
    Environment environment =
        Environment.of(variables, "GOOGLE_CLOUD_PROJECT", "MAIL_SENDER", "SERVICE_ORIGIN");
    GoogleClients clients = new GoogleClients(environment);
    Instance instance = Instance.start("mail", environment, clients);
    return new EventService(
        Topic.MAILS,
        handler(environment, clients, instance),
        PushSender.fromEnvironment(environment),
        instance);
  }

  private static SendMail handler(
      Environment environment, GoogleClients clients, Instance instance) {
    Firestore firestore = clients.firestore();
    InstantSource clock = InstantSource.system();
    return new SendMail(
        new Accounts(firestore),
        new MailSuppressions(firestore, clients, clock),
        new EmailTokens(firestore, clock, new SecureRandom()),
        new Outbox(firestore),
        new SendGrid(
            URI.create(environment.find("SENDGRID_EMULATOR_HOST").orElse(SENDGRID)),
            clients,
            new EmailAddress(environment.text("MAIL_SENDER"))),
        new Wording(URI.create(environment.text("SERVICE_ORIGIN")).getHost()),
        clock,
        instance.log());
  }
}
