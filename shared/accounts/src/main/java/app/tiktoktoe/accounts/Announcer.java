package app.tiktoktoe.accounts;

import app.tiktoktoe.events.Message;
import java.time.Duration;
import java.util.List;

/** Hands messages on, as {@code EventPublisher} does. Implementations are thread-safe. */
@FunctionalInterface
public interface Announcer {
  /** Publishes what it can within {@code deadline} and returns how many were accepted. */
  int publish(List<Message> messages, Duration deadline);
}
