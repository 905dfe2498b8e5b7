package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.DeadlineExceededException;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands in for production's push subscriptions: pulls from the emulator and posts to the
 * functions, with the catalogue's ack deadline, backoff and dead letters. Remembers the newest
 * deliveries, so that they can be repeated. Thread-safe.
 */
final class PushBridge implements AutoCloseable {
  private static final int MAX_OUTSTANDING = 1000;
  private static final int MAX_BATCH = 100;
  private static final int REMEMBERED = 20_000;
  private static final Duration PULL_PAUSE = Duration.ofMillis(500);

  private final PubSubClient pubsub;
  private final LogLines log;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean closed = new AtomicBoolean();
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

  /** Begins to deliver to {@code target}. */
  void connect(PushTarget target) {
    threads.execute(() -> pull(target));
  }

  private void pull(PushTarget target) {
    Semaphore outstanding = new Semaphore(MAX_OUTSTANDING);
    while (!Thread.currentThread().isInterrupted()) {
      try {
        outstanding.acquire();
        outstanding.release();
        List<ReceivedMessage> received =
            pulled(target, Math.min(MAX_BATCH, outstanding.availablePermits()));
        outstanding.acquire(received.size());
        received.forEach(message -> threads.execute(() -> receive(target, message, outstanding)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ApiException | RejectedExecutionException e) {
        if (closed.get()) {
          return;
        }
        pullFailed(target, e);
      }
    }
  }

  /** Empty when nothing came while the emulator waited. */
  private List<ReceivedMessage> pulled(PushTarget target, int limit) {
    try {
      return pubsub.pull(target.name(), limit);
    } catch (DeadlineExceededException e) {
      return List.of();
    }
  }

  private void pullFailed(PushTarget target, RuntimeException fault) {
    log.add(
        JsonNodeFactory.instance
            .objectNode()
            .put("severity", "ERROR")
            .put("message", "pull failed: " + fault.getMessage())
            .put("function", target.name()));
    try {
      Thread.sleep(PULL_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive(PushTarget target, ReceivedMessage received, Semaphore outstanding) {
    PubsubMessage message = received.getMessage();
    int attempt = Math.max(1, received.getDeliveryAttempt());
    try {
      if (target.deliver(message, attempt)) {
        remember(new Delivered(target, message));
        pubsub.acknowledge(target.name(), received);
        return;
      }
      boolean last = attempt >= target.trigger().maxDeliveryAttempts();
      refused(target, message, attempt, last);
      if (!last) {
        Thread.sleep(target.backoff(attempt));
      }
      pubsub.release(target.name(), received);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      outstanding.release();
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
    closed.set(true);
    threads.shutdownNow();
  }
}
