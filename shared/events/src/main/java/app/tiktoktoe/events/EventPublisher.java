package app.tiktoktoe.events;

import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Trace;
import app.tiktoktoe.cloud.Usage;
import com.google.api.core.ApiFuture;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.pubsub.v1.PubsubMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Hands messages to Pub/Sub within a deadline. Thread-safe. */
public final class EventPublisher {
  /** Of a {@code traceparent}: the version and the trace's id. */
  private static final int TRACE_PREFIX = "00-".length() + 32;

  private final Function<String, Publisher> publishers;
  private final Set<Topic> topics;

  /**
   * Publishes to {@code topics} only: what a function's service account may do follows from what is
   * named here. Opens a publisher at a topic's first message.
   */
  public EventPublisher(GoogleClients clients, Topic... topics) {
    this(clients::publisher, topics);
  }

  EventPublisher(Function<String, Publisher> publishers, Topic... topics) {
    this.publishers = publishers;
    this.topics = Set.of(topics);
  }

  /**
   * Publishes all {@code messages} and waits for their acceptance.
   *
   * @return how many were accepted within {@code deadline}; the others may still arrive
   * @throws IllegalArgumentException when one is for a topic that was not named; none is published
   */
  public int publish(List<Message> messages, Duration deadline) {
    messages.forEach(this::checkTopic);
    long end = System.nanoTime() + deadline.toNanos();
    List<Sent> sent = messages.stream().map(this::send).toList();
    Usage.current().published(messages.size());
    return (int) sent.stream().filter(message -> message.acceptedBy(end)).count();
  }

  private Sent send(Message message) {
    String topic = message.topic().id();
    Trace.Step step = Trace.publishing(topic);
    return new Sent(publishers.apply(topic).publish(encode(message, step.traceparent())), step);
  }

  /** A message on its way. */
  private record Sent(ApiFuture<String> acceptance, Trace.Step step) {
    boolean acceptedBy(long end) {
      boolean accepted = EventPublisher.acceptedBy(acceptance, end);
      step.end(!accepted);
      return accepted;
    }
  }

  private void checkTopic(Message message) {
    if (!topics.contains(message.topic())) {
      throw new IllegalArgumentException(message.topic() + " is not one of " + topics);
    }
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

  static PubsubMessage encode(Message message, Optional<String> step) {
    PubsubMessage.Builder encoded =
        PubsubMessage.newBuilder().setData(message.data()).putAllAttributes(message.attributes());
    step.filter(parent -> isOfItsTrace(message, parent))
        .ifPresent(parent -> encoded.putAttributes(Message.TRACE_ATTRIBUTE, parent));
    return encoded.build();
  }

  /** A message that was written in another trace, and is late, stays there. */
  private static boolean isOfItsTrace(Message message, String traceparent) {
    String written = message.attributes().get(Message.TRACE_ATTRIBUTE);
    return written == null || written.regionMatches(0, traceparent, 0, TRACE_PREFIX);
  }
}
