package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.PubsubMessage;
import java.util.Base64;

/**
 * The body that a push subscription posts.
 *
 * @see <a href="https://cloud.google.com/pubsub/docs/push#receive_push">Receive push messages</a>
 */
final class Envelope {
  private static final String ATTEMPT = "googclient_deliveryattempt";

  private Envelope() {}

  static String of(PubsubMessage message, String subscription, int attempt) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    ObjectNode inner = envelope.putObject("message");
    ObjectNode attributes = inner.putObject("attributes");
    message
        .getAttributesMap()
        .forEach(
            (name, value) -> {
              if (!name.equals(ATTEMPT)) {
                attributes.put(name, value);
              }
            });
    inner.put("data", Base64.getEncoder().encodeToString(message.getData().toByteArray()));
    inner.put("messageId", message.getMessageId());
    inner.put("publishTime", Timestamps.toString(message.getPublishTime()));
    if (!message.getOrderingKey().isEmpty()) {
      inner.put("orderingKey", message.getOrderingKey());
    }
    envelope.put("subscription", subscription);
    envelope.put("deliveryAttempt", attempt);
    return envelope.toString();
  }
}
