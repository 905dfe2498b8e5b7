package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.events.InvalidEventException;
import app.tiktoktoe.events.MaintenanceTask;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.views.indexing.RebuildStep;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.util.Locale;
import java.util.Map;

/**
 * A part of an erasure that one request does, and its message: {@code {"task": "erasure", "did":
 * "did:plc:…", "part": "views", …}}.
 *
 * @param views which step of forgetting the views comes next; the first in every other part
 */
record ErasureStep(Part part, RebuildStep views) {
  static final String TASK = "erasure";

  private static final String DID = "did";
  private static final String PART = "part";

  /** The parts in their order: the views follow from the repository's being empty. */
  enum Part {
    REPOSITORY,
    OBJECTS,
    VIEWS,
    PRIVATE
  }

  static ErasureStep first(Did did) {
    return new ErasureStep(Part.REPOSITORY, RebuildStep.ofOne(did));
  }

  Did did() {
    return views.did();
  }

  ErasureStep in(Part next) {
    return new ErasureStep(next, RebuildStep.ofOne(did()));
  }

  /**
   * Reads a message that names an account.
   *
   * @throws InvalidEventException when it is none of this task's
   */
  static ErasureStep decode(JsonNode message) {
    try {
      if (!message.has(PART)) {
        return first(Did.parse(message.path(DID).asText()));
      }
      return new ErasureStep(
          Part.valueOf(message.path(PART).asText().toUpperCase(Locale.ROOT)),
          RebuildMessages.decode(message).orElseThrow(IllegalArgumentException::new));
    } catch (InvalidSyntaxException e) {
      throw new InvalidEventException("an erasure of " + message.path(DID), e);
    } catch (IllegalArgumentException e) {
      throw new InvalidEventException("an erasure in part " + message.path(PART), e);
    }
  }

  Message encode() {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("task", TASK);
    message.put(PART, part.name().toLowerCase(Locale.ROOT));
    RebuildMessages.put(message, views);
    return new Message(Topic.MAINTENANCE, ByteString.copyFromUtf8(message.toString()), Map.of());
  }

  /** What the schedule and operators ask for. */
  static Message begin(Did did) {
    return MaintenanceTask.forAccount(TASK, did);
  }
}
