package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.testkit.PubSubEmulatorExtension;
import app.tiktoktoe.testkit.PubSubProject;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.pubsub.v1.PubsubMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PubSubEmulatorExtension.class)
class SchedulerTest {
  private static final String CATALOGUE =
      """
      version: 1
      topics: { TOPIC: {} }
      buckets: {}
      functions:
        TOPIC:
          class: app.tiktoktoe.functions.maintenance.MaintenanceFunction
          trigger:
            pubsub:
              topic: TOPIC
              ack_deadline_s: 60
              max_delivery_attempts: 5
              min_backoff_s: 1
              max_backoff_s: 1
          schedule:
            - { every: 1m, task: outbox-sweep }
            - { every: 24h, task: key-rotation }
          memory_mb: 512
          cpu: 1
          timeout_s: 60
          concurrency: 1
          max_instances: 1
      """;

  private final PubSubProject project;
  private final PubSubClient pubsub;
  private final BlockingQueue<JsonNode> logged = new LinkedBlockingQueue<>();
  private final Scheduler scheduler;

  SchedulerTest(PubSubProject project) {
    this.project = project;
    this.pubsub = new PubSubClient(project.hostPort(), project.projectId());
    this.scheduler = new Scheduler(pubsub, new LogLines(10, List.of(logged::add)));
  }

  @BeforeAll
  static void beforeTheFirstHttpClient() {
    Forwarder.permitHost();
  }

  @AfterEach
  void close() {
    scheduler.close();
    pubsub.close();
  }

  @Test
  void publishesEachScheduleAtTheStart() {
    Catalogue catalogue = Catalogue.parse(CATALOGUE.replace("TOPIC", "maintenance"));
    pubsub.create(catalogue);
    scheduler.start(catalogue);
    List<String> tasks =
        project.pull("maintenance", 2, Duration.ofSeconds(60)).stream()
            .map(PubsubMessage::getData)
            .map(data -> data.toStringUtf8())
            .sorted()
            .toList();
    assertEquals(List.of("{\"task\":\"key-rotation\"}", "{\"task\":\"outbox-sweep\"}"), tasks);
  }

  @Test
  void saysWhatItCouldNotPublish() throws Exception {
    scheduler.start(Catalogue.parse(CATALOGUE.replace("TOPIC", "missing")));
    JsonNode entry = logged.poll(60, TimeUnit.SECONDS);
    assertEquals("ERROR", entry == null ? "nothing" : entry.path("severity").asText());
    assertEquals("outbox-sweep", entry == null ? "" : entry.path("task").asText());
  }
}
