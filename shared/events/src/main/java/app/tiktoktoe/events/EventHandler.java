package app.tiktoktoe.events;

/**
 * Does what a message asks for. Implementations are thread-safe, and a message that is delivered
 * again, or after a later one, leaves the same state.
 */
public interface EventHandler {
  /**
   * Handles one delivery.
   *
   * @throws InvalidEventException for a message that can never be handled: it is dropped, logged
   *     and counted
   * @throws RuntimeException for a fault or an outage: it is delivered again
   */
  Handled handle(Delivery delivery);

  /** What the queue must do. */
  sealed interface Handled {
    /** It is done, now or by an earlier delivery. */
    record Done() implements Handled {}

    /** It can never be done; it is acknowledged, logged and counted. */
    record Dropped(String reason) implements Handled {}

    /** It cannot be done yet; it comes back later. */
    record Retry(String reason) implements Handled {}

    /** {@link Done}. */
    static Handled done() {
      return new Done();
    }
  }
}
