package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Publishes again what has waited in the outbox for more than 20 seconds: its first message was
 * never sent, or nobody has confirmed it. What remains beyond one run's share waits for the next.
 */
final class OutboxSweep implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int MAX_MESSAGES = 1_000;

  private final Outbox outbox;
  private final Publisher publisher;
  private final InstantSource clock;
  private final StructuredLog log;

  OutboxSweep(Outbox outbox, Publisher publisher, InstantSource clock, StructuredLog log) {
    this.outbox = outbox;
    this.publisher = publisher;
    this.clock = clock;
    this.log = log;
  }

  /** Hands messages on. */
  @FunctionalInterface
  interface Publisher {
    /** Publishes and answers how many were accepted within {@code deadline}. */
    int publish(List<Message> messages, Duration deadline);
  }

  @Override
  public void run() {
    List<Message> late = outbox.pendingSince(clock.instant().minus(PATIENCE), MAX_MESSAGES);
    if (late.isEmpty()) {
      return;
    }
    int accepted = publisher.publish(late, DEADLINE);
    log.info("outbox swept", entry -> entry.put("late", late.size()).put("published", accepted));
  }
}
