package app.tiktoktoe.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;

/**
 * A task that the scheduler, an operator or another task asks {@code maintenance} for.
 *
 * @param task its name, as in the {@code schedule} of the catalogue, for example {@code
 *     outbox-sweep}
 * @param message all that was asked, the task included; not to be changed
 */
public record MaintenanceTask(String task, JsonNode message) {
  /**
   * Reads {@code {"task": "outbox-sweep"}}.
   *
   * @throws InvalidEventException when it is not that
   */
  public static MaintenanceTask decode(ByteString bytes) {
    JsonNode message = RepoEventJson.tree(bytes.toByteArray());
    return new MaintenanceTask(RepoEventJson.text(message, "task"), message);
  }
}
