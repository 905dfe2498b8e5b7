package app.tiktoktoe.emulators.storage;

import java.util.Map;

/**
 * Where the emulator publishes what happened to objects.
 *
 * <p>Called from one thread of the emulator, in the order of the changes, at least once for each:
 * an exception leaves the message in the data directory and it is offered again a second later, or
 * after a restart.
 */
@FunctionalInterface
public interface NotificationSink {

  /** Drops everything; for buckets without a topic. */
  NotificationSink NONE = (topic, attributes, json) -> {};

  /**
   * Takes one message as Cloud Storage would publish it.
   *
   * @param topic as given in {@link BucketSetup#topic}
   * @param attributes {@code notificationConfig}, {@code eventType}, {@code payloadFormat}, {@code
   *     bucketId}, {@code objectId}, {@code objectGeneration}, {@code eventTime} and, when an
   *     object was replaced, {@code overwroteGeneration} or {@code overwrittenByGeneration}
   * @param objectResourceJson the object resource of the JSON API, UTF-8
   * @see <a
   *     href="https://docs.cloud.google.com/storage/docs/pubsub-notifications">Notifications</a>
   */
  void published(String topic, Map<String, String> attributes, byte[] objectResourceJson);
}
