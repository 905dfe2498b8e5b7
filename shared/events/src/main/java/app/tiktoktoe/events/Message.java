package app.tiktoktoe.events;

import com.google.protobuf.ByteString;
import java.util.Map;

/**
 * A message to publish.
 *
 * @param data its body
 * @param attributes carried beside it
 */
public record Message(Topic topic, ByteString data, Map<String, String> attributes) {
  /** The attribute that names the {@link Outbox} entry that this message is. */
  public static final String OUTBOX_ATTRIBUTE = "outbox";

  /** The attribute that names the trace in which it was written, a W3C {@code traceparent}. */
  public static final String TRACE_ATTRIBUTE = "traceparent";

  /** Copies the attributes. */
  public Message {
    attributes = Map.copyOf(attributes);
  }
}
