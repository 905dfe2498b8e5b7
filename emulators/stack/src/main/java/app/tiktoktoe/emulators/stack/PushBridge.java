package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.api.core.ApiService;
import com.google.api.gax.batching.FlowControlSettings;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.pubsub.v1.PubsubMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Stands in for production's push subscriptions: pulls from the emulator and posts to the
 * functions, with the catalogue's ack deadline, backoff and dead letters. Remembers the newest
 * deliveries, so that they can be repeated. Thread-safe.
 */
final class PushBridge implements AutoCloseable {
  private static final long MAX_OUTSTANDING = 1000;
  private static final int REMEMBERED = 20_000;
  private static final Duration MAX_HOLD = Duration.ofHours(1);

  private final PubSubClient pubsub;
  private final LogLines log;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final Deque<Delivered> delivered = new ArrayDeque<>();

  /** A message that a function has acknowledged. */
  private record Delivered(PushTarget target, PubsubMessage message) {}

  /**
   * What came of a repetition.
   *
   * @param messages how many different deliveries were repeated
   * @param deliveries how many requests were acknowledged
   * @param refused how many never were, after all attempts
   */
  record Redelivery(int messages, int deliveries, int refused) {}

  PushBridge(PubSubClient pubsub, LogLines log) {
    this.pubsub = pubsub;
    this.log = log;
  }

  /** Begins to deliver to {@code target}; returns when the pull runs. */
  void connect(PushTarget target) {
    MessageReceiver receiver =
        (message, reply) -> threads.execute(() -> receive(target, message, reply));
    Subscriber subscriber =
        pubsub
            .subscriber(target.name(), receiver)
            .setMaxAckExtensionPeriodDuration(MAX_HOLD)
            .setFlowControlSettings(
                FlowControlSettings.newBuilder()
                    .setMaxOutstandingElementCount(MAX_OUTSTANDING)
                    .build())
            .build();
    ApiService started = subscriber.startAsync();
    started.awaitRunning();
    synchronized (this) {
      subscribers.add(subscriber);
    }
  }

  private void receive(PushTarget target, PubsubMessage message, AckReplyConsumer reply) {
    Integer counted = Subscriber.getDeliveryAttempt(message);
    int attempt = counted == null ? 1 : counted;
    try {
      if (target.deliver(message, attempt)) {
        remember(new Delivered(target, message));
        reply.ack();
        return;
      }
      boolean last = attempt >= target.trigger().maxDeliveryAttempts();
      refused(target, message, attempt, last);
      if (!last) {
        Thread.sleep(target.backoff(attempt));
      }
      reply.nack();
    } catch (InterruptedException e) {
      reply.nack();
      Thread.currentThread().interrupt();
    }
  }

  private void refused(PushTarget target, PubsubMessage message, int attempt, boolean last) {
    log.add(
        JsonNodeFactory.instance
            .objectNode()
            .put("severity", last ? "ERROR" : "WARNING")
            .put("message", last ? "dead letter" : "delivery refused")
            .put("function", target.name())
            .put("messageId", message.getMessageId())
            .put("deliveryAttempt", attempt));
  }

  private synchronized void remember(Delivered delivery) {
    delivered.addLast(delivery);
    if (delivered.size() > REMEMBERED) {
      delivered.removeFirst();
    }
  }

  /**
   * Delivers every remembered message again, {@code times} times, retrying what is refused, and
   * waits until each has its answer.
   *
   * @param shuffle a source of disorder, or nothing for the order of the first delivery
   */
  Redelivery redeliver(int times, Optional<Random> shuffle) throws InterruptedException {
    List<Delivered> once;
    synchronized (this) {
      once = List.copyOf(delivered);
    }
    List<Delivered> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.addAll(once);
    }
    shuffle.ifPresent(random -> Collections.shuffle(all, random));
    List<Future<Boolean>> answers =
        all.stream().map(delivery -> threads.submit(() -> repeat(delivery))).toList();
    int acknowledged = 0;
    for (Future<Boolean> answer : answers) {
      acknowledged += isTrue(answer) ? 1 : 0;
    }
    return new Redelivery(once.size(), acknowledged, all.size() - acknowledged);
  }

  private static boolean isTrue(Future<Boolean> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean repeat(Delivered delivery) throws InterruptedException {
    PushTarget target = delivery.target();
    int most = target.trigger().maxDeliveryAttempts();
    for (int attempt = 1; attempt <= most; attempt++) {
      if (target.deliver(delivery.message(), attempt)) {
        return true;
      }
      refused(target, delivery.message(), attempt, false);
      Thread.sleep(target.backoff(attempt));
    }
    return false;
  }

  @Override
  public void close() {
    List<Subscriber> stopping;
    synchronized (this) {
      stopping = List.copyOf(subscribers);
    }
    threads.shutdownNow();
    stopping.forEach(Subscriber::stopAsync);
  }
}
