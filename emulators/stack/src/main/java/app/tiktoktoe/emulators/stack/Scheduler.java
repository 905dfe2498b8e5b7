package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Schedule;
import app.tiktoktoe.catalogue.Trigger;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Publishes the messages of the catalogue's schedules, as Cloud Scheduler would. Thread-safe. */
final class Scheduler implements AutoCloseable {
  private final PubSubClient pubsub;
  private final LogLines log;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  Scheduler(PubSubClient pubsub, LogLines log) {
    this.pubsub = pubsub;
    this.log = log;
  }

  /** Publishes each scheduled message now, and again after each of its periods. */
  void start(Catalogue catalogue) {
    for (FunctionEntry function : catalogue.functions().values()) {
      if (function.trigger() instanceof Trigger.PubSub trigger) {
        function.schedules().forEach(schedule -> start(trigger.topic(), schedule));
      }
    }
  }

  private void start(String topic, Schedule schedule) {
    var _ =
        clock.scheduleAtFixedRate(
            () -> publish(topic, schedule.task()),
            0,
            schedule.every().toSeconds(),
            TimeUnit.SECONDS);
  }

  private void publish(String topic, String task) {
    String body = JsonNodeFactory.instance.objectNode().put("task", task).toString();
    try {
      pubsub.publish(topic, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      log.add(
          JsonNodeFactory.instance
              .objectNode()
              .put("severity", "ERROR")
              .put("message", "schedule not published: " + e.getMessage())
              .put("task", task));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
