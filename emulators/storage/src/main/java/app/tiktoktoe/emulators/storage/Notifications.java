package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells the sink what happened to objects, in order, from files that outlive the process.
 *
 * @see <a href="https://docs.cloud.google.com/storage/docs/pubsub-notifications">Notifications</a>
 */
final class Notifications implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Notifications.class.getName());
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

  private final DataDirectory data;
  private final BucketStore buckets;
  private final Generations order;
  private final NotificationSink sink;
  private final InstantSource clock;
  private final Semaphore waiting = new Semaphore(1);
  private final Thread courier;
  private volatile boolean closed;

  Notifications(
      DataDirectory data,
      BucketStore buckets,
      Generations order,
      NotificationSink sink,
      InstantSource clock) {
    this.data = data;
    this.buckets = buckets;
    this.order = order;
    this.sink = sink;
    this.clock = clock;
    this.courier = Thread.ofVirtual().name("storage-notifications").unstarted(this::deliver);
  }

  void start() {
    courier.start();
  }

  void finalized(StoredObject object, @Nullable StoredObject replaced) throws IOException {
    write(object, "OBJECT_FINALIZE", "overwroteGeneration", replaced);
  }

  void deleted(StoredObject object, @Nullable StoredObject replacement) throws IOException {
    write(object, "OBJECT_DELETE", "overwrittenByGeneration", replacement);
  }

  void metadataUpdated(StoredObject object) throws IOException {
    write(object, "OBJECT_METADATA_UPDATE", "", null);
  }

  private void write(
      StoredObject object, String eventType, String relation, @Nullable StoredObject other)
      throws IOException {
    String bucket = object.key().bucket().value();
    String topic = buckets.topic(object.key().bucket());
    if (topic == null) {
      return;
    }
    ObjectNode message = Json.object().put("topic", topic);
    ObjectNode attributes =
        message
            .putObject("attributes")
            .put("notificationConfig", "projects/_/buckets/" + bucket + "/notificationConfigs/1")
            .put("eventType", eventType)
            .put("payloadFormat", "JSON_API_V1")
            .put("bucketId", bucket)
            .put("objectId", object.key().name())
            .put("objectGeneration", Long.toString(object.generation()))
            .put(
                "eventTime",
                MICROS.format(ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)));
    if (other != null) {
      attributes.put(relation, Long.toString(other.generation()));
    }
    message.set("payload", object.resource("https://www.googleapis.com"));
    data.replace(data.outbox().resolve("%020d.json".formatted(order.next())), Json.bytes(message));
    waiting.release();
  }

  private void deliver() {
    try {
      while (!closed) {
        waiting.tryAcquire(1, TimeUnit.SECONDS);
        waiting.drainPermits();
        deliverAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliverAll() {
    try {
      for (Path file : pending()) {
        if (closed) {
          return;
        }
        deliver(Json.read(file));
        Files.delete(file);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "a notification was not delivered; it is tried again", e);
    }
  }

  private List<Path> pending() throws IOException {
    try (Stream<Path> files = Files.list(data.outbox())) {
      return files.sorted().toList();
    }
  }

  private void deliver(ObjectNode message) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> attribute : message.required("attributes").properties()) {
      attributes.put(attribute.getKey(), attribute.getValue().asText());
    }
    sink.published(
        message.required("topic").asText(), attributes, Json.bytes(message.required("payload")));
  }

  /** Ends delivery after the message at hand; what is left stays in the data directory. */
  @Override
  public void close() {
    closed = true;
    waiting.release();
    boolean interrupted = false;
    while (courier.isAlive()) {
      try {
        courier.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
