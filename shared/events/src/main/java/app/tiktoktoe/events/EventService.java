package app.tiktoktoe.events;

import app.tiktoktoe.cloud.Instance;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/**
 * The one adapter between a push subscription and an {@link EventHandler}: checks the sender, reads
 * the envelope, answers 204 for what is done or dropped and 503 for what must come back, and logs
 * one line with the outcome, the cost and how long the message had waited. Thread-safe.
 */
public final class EventService implements HttpFunction {
  private final String topic;
  private final EventHandler handler;
  private final PushSender sender;
  private final Instance instance;

  /** {@code topic} names the messages in the log. */
  public EventService(Topic topic, EventHandler handler, PushSender sender, Instance instance) {
    this.topic = topic.id();
    this.handler = handler;
    this.sender = sender;
    this.instance = instance;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    instance.serve(
        new EventRequest(topic, handler, sender, instance.log(), request), request, response);
  }
}
