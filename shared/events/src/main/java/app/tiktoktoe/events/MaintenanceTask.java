package app.tiktoktoe.events;

import com.google.protobuf.ByteString;

/**
 * A task that the scheduler asks {@code maintenance} for.
 *
 * @param task its name, as in the {@code schedule} of the catalogue, for example {@code
 *     outbox-sweep}
 */
public record MaintenanceTask(String task) {
  /**
   * Reads {@code {"task": "outbox-sweep"}}.
   *
   * @throws InvalidEventException when it is not that
   */
  public static MaintenanceTask decode(ByteString bytes) {
    return new MaintenanceTask(RepoEventJson.text(RepoEventJson.tree(bytes.toByteArray()), "task"));
  }
}
