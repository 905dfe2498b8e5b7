package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.LibraryLogs;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.events.EventService;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.PushSender;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.media.JobSweep;
import app.tiktoktoe.media.Jobs;
import java.time.InstantSource;
import java.util.Map;

/** Builds the function by hand. */
final class MaintenanceWiring {
  private final Environment environment;
  private final GoogleClients clients;
  private final InstantSource clock = InstantSource.system();
  private final StructuredLog log = StructuredLog.ofFunction("maintenance");

  private MaintenanceWiring(Environment environment) {
    this.environment = environment;
    this.clients = new GoogleClients(environment);
  }

  static EventService service(Map<String, String> variables) {
    return new MaintenanceWiring(
            Environment.of(variables, "GOOGLE_CLOUD_PROJECT", "BUCKET_UPLOADS"))
        .service();
  }

  private EventService service() {
    LibraryLogs.into(log);
    return new EventService(
        Topic.MAINTENANCE, new Tasks(tasks()), PushSender.fromEnvironment(environment), log);
  }

  private Map<String, Runnable> tasks() {
    return Map.ofEntries(
        Map.entry("job-sweep", jobSweep()), Map.entry("outbox-sweep", outboxSweep()));
  }

  private Runnable jobSweep() {
    AnnouncedOriginals originals =
        new AnnouncedOriginals(
            clients::storage,
            environment.text("BUCKET_UPLOADS"),
            new EventPublisher(clients)::publish);
    return new JobSweepTask(new JobSweep(new Jobs(clients.firestore(), clock), originals), log);
  }

  private Runnable outboxSweep() {
    return new OutboxSweep(
        new Outbox(clients.firestore()), new EventPublisher(clients)::publish, clock, log);
  }
}
