package app.tiktoktoe.events;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.events.EventHandler.Handled;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one adapter between a push subscription and an {@link EventHandler}: checks the sender, reads
 * the envelope, answers 204 for what is done or dropped and 503 for what must come back, and logs
 * one line with the outcome and the cost. Thread-safe.
 */
public final class EventService implements HttpFunction {
  private static final int NO_CONTENT = 204;
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;

  private final String topic;
  private final EventHandler handler;
  private final PushSender sender;
  private final StructuredLog log;

  /** {@code topic} names the messages in the log. */
  public EventService(Topic topic, EventHandler handler, PushSender sender, StructuredLog log) {
    this.topic = topic.id();
    this.handler = handler;
    this.sender = sender;
    this.log = log;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    Usage usage = new Usage();
    long start = System.nanoTime();
    int status = usage.during(() -> handle(request));
    log.invocation(topic, status, Duration.ofNanos(System.nanoTime() - start), usage);
    response.setStatusCode(status);
  }

  private int handle(HttpRequest request) {
    if (!sender.isTrusted(request.getFirstHeader("Authorization"))) {
      return UNAUTHORIZED;
    }
    @Nullable Delivery delivery = null;
    try {
      delivery = PushEnvelope.read(request);
      return status(delivery, handler.handle(delivery));
    } catch (InvalidEventException e) {
      return status(delivery, new Handled.Dropped(String.valueOf(e.getMessage())));
    } catch (Exception e) {
      String messageId = delivery == null ? "" : delivery.messageId();
      log.error("event failed", e, entry -> entry.put("messageId", messageId).put("topic", topic));
      return UNAVAILABLE;
    }
  }

  private int status(@Nullable Delivery delivery, Handled handled) {
    String messageId = delivery == null ? "" : delivery.messageId();
    return switch (handled) {
      case Handled.Done() -> NO_CONTENT;
      case Handled.Dropped(String reason) -> {
        log.warning(
            "event dropped",
            entry -> entry.put("messageId", messageId).put("topic", topic).put("reason", reason));
        yield NO_CONTENT;
      }
      case Handled.Retry(String reason) -> {
        log.info(
            "event retried",
            entry -> entry.put("messageId", messageId).put("topic", topic).put("reason", reason));
        yield UNAVAILABLE;
      }
    };
  }
}
