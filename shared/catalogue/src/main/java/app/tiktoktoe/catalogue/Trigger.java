package app.tiktoktoe.catalogue;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What makes a function run. */
public sealed interface Trigger {

  /**
   * HTTP requests.
   *
   * @param paths exact paths beside the methods
   * @param methods each XRPC method by its NSID and who may call it, in the catalogue's order
   */
  record Http(List<String> paths, Map<String, AuthLevel> methods) implements Trigger {
    /** Copies the collections. */
    public Http {
      paths = List.copyOf(paths);
      methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
    }
  }

  /**
   * Messages of a topic, pushed one by one.
   *
   * @param ackDeadline the time an answer may take, 10 to 600 s
   * @param maxDeliveryAttempts deliveries before a message goes to the dead letters, 5 to 100
   * @param minBackoff the wait after the first refusal, 0 to 600 s
   * @param maxBackoff the longest wait between deliveries, 0 to 600 s
   */
  record PubSub(
      String topic,
      Duration ackDeadline,
      int maxDeliveryAttempts,
      Duration minBackoff,
      Duration maxBackoff)
      implements Trigger {}
}
