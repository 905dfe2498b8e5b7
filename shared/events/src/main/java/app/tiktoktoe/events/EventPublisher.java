package app.tiktoktoe.events;

import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Usage;
import com.google.api.core.ApiFuture;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.pubsub.v1.PubsubMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Hands messages to Pub/Sub within a deadline. Thread-safe. */
public final class EventPublisher {
  private final Function<String, Publisher> publishers;

  /** Opens a publisher at a topic's first message. */
  public EventPublisher(GoogleClients clients) {
    this(clients::publisher);
  }

  EventPublisher(Function<String, Publisher> publishers) {
    this.publishers = publishers;
  }

  /**
   * Publishes all {@code messages} and waits for their acceptance.
   *
   * @return how many were accepted within {@code deadline}; the others may still arrive
   */
  public int publish(List<Message> messages, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    List<ApiFuture<String>> sent = new ArrayList<>();
    for (Message message : messages) {
      sent.add(publishers.apply(message.topic().id()).publish(encode(message)));
    }
    Usage.current().published(messages.size());
    return (int) sent.stream().filter(future -> acceptedBy(future, end)).count();
  }

  private static boolean acceptedBy(ApiFuture<String> future, long end) {
    try {
      future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static PubsubMessage encode(Message message) {
    return PubsubMessage.newBuilder()
        .setData(message.data())
        .putAllAttributes(message.attributes())
        .build();
  }
}
