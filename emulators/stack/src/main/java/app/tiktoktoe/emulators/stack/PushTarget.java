package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import com.google.pubsub.v1.PubsubMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Posts messages to one function as its push subscription would, a bounded number at once.
 * Thread-safe.
 */
final class PushTarget {
  private static final Set<Integer> ACKNOWLEDGING = Set.of(102, 200, 201, 202, 204);
  private static final int MOST_AT_ONCE = 16;

  private final FunctionEntry function;
  private final Trigger.PubSub trigger;
  private final URI address;
  private final String subscription;
  private final boolean waits;
  private final HttpClient client;
  private final Semaphore slots;

  /**
   * Of one function.
   *
   * @param waits whether a refused message comes back after the catalogue's backoff, or at once
   */
  PushTarget(
      FunctionEntry function,
      Trigger.PubSub trigger,
      URI address,
      String subscription,
      boolean waits,
      HttpClient client) {
    this.function = function;
    this.trigger = trigger;
    this.address = address;
    this.subscription = subscription;
    this.waits = waits;
    this.client = client;
    this.slots =
        new Semaphore(Math.min(MOST_AT_ONCE, function.concurrency() * function.maxInstances()));
  }

  String name() {
    return function.name();
  }

  Trigger.PubSub trigger() {
    return trigger;
  }

  /**
   * Delivers once and returns whether the function acknowledged: a status of 102, 200, 201, 202 or
   * 204 within the ack deadline.
   */
  boolean deliver(PubsubMessage message, int attempt) throws InterruptedException {
    slots.acquire();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .timeout(trigger.ackDeadline())
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(Envelope.of(message, subscription, attempt)))
              .build();
      return ACKNOWLEDGING.contains(client.send(request, BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      return false;
    } finally {
      slots.release();
    }
  }

  /**
   * The wait after refusal number {@code attempt}, counted from 1: exponential between the
   * catalogue's bounds, or none.
   */
  Duration backoff(int attempt) {
    if (!waits) {
      return Duration.ZERO;
    }
    Duration least = trigger.minBackoff();
    int doublings = Math.min(Math.max(attempt, 1) - 1, 20);
    Duration wait = least.multipliedBy(1L << doublings);
    return wait.compareTo(trigger.maxBackoff()) > 0 ? trigger.maxBackoff() : wait;
  }
}
