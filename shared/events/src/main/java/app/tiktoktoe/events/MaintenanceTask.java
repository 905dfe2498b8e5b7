package app.tiktoktoe.events;

import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import java.util.Map;

/**
 * A task that the scheduler, an operator or another task asks {@code maintenance} for.
 *
 * @param task its name, as in the {@code schedule} of the catalogue, for example {@code
 *     outbox-sweep}
 * @param message all that was asked, the task included; not to be changed
 */
public record MaintenanceTask(String task, JsonNode message) {
  /** The task that makes the views of an account again from its repository. */
  public static final String REBUILD = "rebuild";

  /** The task that makes of an account's videos be played what may be. */
  public static final String PLAYABLE_VIDEOS = "playable-videos";

  /** Asks for a task on one account: {@code {"task": "rebuild", "did": "did:plc:…"}}. */
  public static Message forAccount(String task, Did did) {
    String asked =
        JsonNodeFactory.instance.objectNode().put("task", task).put("did", did.value()).toString();
    return new Message(Topic.MAINTENANCE, ByteString.copyFromUtf8(asked), Map.of());
  }

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
