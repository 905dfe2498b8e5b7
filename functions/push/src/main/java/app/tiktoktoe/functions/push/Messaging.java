package app.tiktoktoe.functions.push;

/** Sends a message to one device. Implementations are thread-safe. */
interface Messaging {
  /** Sends {@code message} to the device that {@code token} addresses. */
  Outcome send(String token, PushMessage message);

  /** What came of it. */
  enum Outcome {
    /** The push service took the message. */
    ACCEPTED,
    /** The token addresses no device, and will not again. */
    UNREGISTERED,
    /** The push service will never take this message for this token. */
    REJECTED,
    /** The push service is busy or out of order, or our quota is used up. */
    TRY_LATER
  }
}
