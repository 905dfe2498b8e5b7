package app.tiktoktoe.events;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.cloud.Trace;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.cloud.Work;
import app.tiktoktoe.events.EventHandler.Handled;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One delivery on its way through {@link EventService}. */
final class EventRequest implements Work<EventRequest.Answer> {
  private static final int NO_CONTENT = 204;
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;

  private final String topic;
  private final EventHandler handler;
  private final PushSender sender;
  private final StructuredLog log;
  private final HttpRequest request;
  private volatile @Nullable Delivery delivery;

  /**
   * What the subscription is told.
   *
   * @param outcome {@code done}, {@code dropped} or {@code retry}; empty for a stranger
   */
  record Answer(int status, Optional<String> outcome) {
    static final Answer RETRY = new Answer(UNAVAILABLE, Optional.of("retry"));
  }

  EventRequest(
      String topic,
      EventHandler handler,
      PushSender sender,
      StructuredLog log,
      HttpRequest request) {
    this.topic = topic;
    this.handler = handler;
    this.sender = sender;
    this.log = log;
    this.request = request;
  }

  @Override
  public String name() {
    return topic;
  }

  @Override
  public boolean isMessage() {
    return true;
  }

  @Override
  public Answer run() {
    if (!sender.isTrusted(request.getFirstHeader("Authorization"))) {
      return new Answer(UNAUTHORIZED, Optional.empty());
    }
    try {
      Delivery read = PushEnvelope.read(request);
      delivery = read;
      read.attribute(Message.TRACE_ATTRIBUTE).ifPresent(Trace::continueFrom);
      read.publishTime().ifPresent(time -> Usage.current().age("queueAgeMs", time));
      return answer(handler.handle(read));
    } catch (InvalidEventException e) {
      return answer(new Handled.Dropped(String.valueOf(e.getMessage())));
    } catch (Exception e) {
      log.error(
          "event failed", e, entry -> entry.put("messageId", messageId()).put("topic", topic));
      return Answer.RETRY;
    }
  }

  private String messageId() {
    Delivery read = delivery;
    return read == null ? "" : read.messageId();
  }

  private Answer answer(Handled handled) {
    return switch (handled) {
      case Handled.Done() -> new Answer(NO_CONTENT, Optional.of("done"));
      case Handled.Dropped(String reason) -> {
        log.warning("event dropped", entry -> tell(entry, reason));
        yield new Answer(NO_CONTENT, Optional.of("dropped"));
      }
      case Handled.Retry(String reason) -> {
        log.info("event retried", entry -> tell(entry, reason));
        yield Answer.RETRY;
      }
    };
  }

  private void tell(ObjectNode entry, String reason) {
    entry.put("messageId", messageId()).put("topic", topic).put("reason", reason);
  }

  @Override
  public Answer late() {
    return Answer.RETRY;
  }

  @Override
  public Answer stopping() {
    return Answer.RETRY;
  }

  @Override
  public int status(Answer answer) {
    return answer.status();
  }

  @Override
  public void describe(Answer answer, ObjectNode line) {
    answer.outcome().ifPresent(outcome -> line.put("outcome", outcome));
    Delivery read = delivery;
    if (read != null) {
      line.put("messageId", read.messageId());
      line.put("deliveryAttempt", read.attempt());
    }
  }

  @Override
  public void write(Answer answer, HttpResponse response) {
    response.setStatusCode(answer.status());
  }
}
