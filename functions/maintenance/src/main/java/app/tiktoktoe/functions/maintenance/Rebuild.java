package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.views.indexing.RebuildStep;
import app.tiktoktoe.views.indexing.ViewRebuild;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes views again, a step per message: each asks for the next by a message of its own, so that no
 * request lasts longer than a page of records does. Thread-safe.
 */
final class Rebuild implements Task {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final ViewRebuild views;
  private final OutboxSweep.Publisher publisher;
  private final StructuredLog log;

  Rebuild(ViewRebuild views, OutboxSweep.Publisher publisher, StructuredLog log) {
    this.views = views;
    this.publisher = publisher;
    this.log = log;
  }

  /**
   * Does what {@code message} asks for.
   *
   * @throws IllegalStateException when the next step cannot be asked for; the message comes back,
   *     and doing it again does no harm
   */
  @Override
  public void run(JsonNode message) {
    Optional<RebuildStep> step = RebuildMessages.decode(message).or(views::firstOfAll);
    Optional<RebuildStep> next = step.flatMap(views::run);
    if (next.isEmpty()) {
      log.info("views rebuilt", entry -> step.ifPresent(last -> entry.put("all", last.all())));
      return;
    }
    Message asking = RebuildMessages.encode(next.get());
    if (publisher.publish(List.of(asking), DEADLINE) == 0) {
      throw new IllegalStateException("the next step was not accepted");
    }
  }
}
