package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.events.InvalidEventException;
import app.tiktoktoe.events.MaintenanceTask;
import app.tiktoktoe.media.PlayableVideos;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/**
 * Withholds or gives back the videos of one account, as was decided about it by now. What a message
 * does not get done, the next one does. Thread-safe.
 */
record PlayableVideosTask(PlayableVideos videos, OutboxSweep.Publisher publisher) implements Task {
  /** Half a minute of copies. */
  static final int OBJECTS = 5_000;

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /**
   * Does what {@code message} asks for.
   *
   * @throws InvalidEventException when it names no account
   * @throws IllegalStateException when caches or what comes next cannot be asked; the message comes
   *     back, and doing it again does no harm
   */
  @Override
  public void run(JsonNode message) {
    Did did = did(message);
    if (!videos.settle(did, OBJECTS)
        && publisher.publish(
                List.of(MaintenanceTask.forAccount(MaintenanceTask.PLAYABLE_VIDEOS, did)), DEADLINE)
            == 0) {
      throw new IllegalStateException("the next step was not accepted");
    }
  }

  private static Did did(JsonNode message) {
    try {
      return Did.parse(message.path("did").asText());
    } catch (InvalidSyntaxException e) {
      throw new InvalidEventException("videos of " + message.path("did"), e);
    }
  }
}
