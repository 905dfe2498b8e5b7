package app.tiktoktoe.events;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One delivery of a message.
 *
 * @param attempt the delivery's number from 1, or 0 when the sender does not say
 * @param publishTime when the queue took it; empty when the sender does not say
 */
public record Delivery(
    String messageId,
    ByteString data,
    Map<String, String> attributes,
    String orderingKey,
    int attempt,
    Optional<Instant> publishTime) {
  /** Copies the attributes. */
  public Delivery {
    attributes = Map.copyOf(attributes);
  }

  /** A delivery of which nobody says when the queue took it. */
  public Delivery(
      String messageId,
      ByteString data,
      Map<String, String> attributes,
      String orderingKey,
      int attempt) {
    this(messageId, data, attributes, orderingKey, attempt, Optional.empty());
  }

  /** An attribute of the message. */
  public Optional<String> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }
}
