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
import java.util.Optional;

/**
 * The messages of the task {@code rebuild}: {@code {"task": "rebuild", "did": "did:plc:…"}} or
 * {@code {"task": "rebuild", "all": true}} begin one, and each step asks for the next. Stateless.
 */
final class RebuildMessages {
  private static final String ALL = "all";
  private static final String DID = "did";
  private static final String PHASE = "phase";
  private static final String COLLECTION = "collection";
  private static final String AFTER = "after";

  private RebuildMessages() {}

  /**
   * The step that a message asks for; empty when it begins a rebuild of all accounts.
   *
   * @throws InvalidEventException when it asks for none
   */
  static Optional<RebuildStep> decode(JsonNode message) {
    boolean all = message.path(ALL).asBoolean();
    if (all && !message.has(DID)) {
      return Optional.empty();
    }
    try {
      Did did = Did.parse(message.path(DID).asText());
      if (!message.has(PHASE)) {
        return Optional.of(RebuildStep.ofOne(did));
      }
      return Optional.of(
          new RebuildStep(
              all,
              did,
              RebuildStep.Phase.valueOf(message.path(PHASE).asText().toUpperCase(Locale.ROOT)),
              message.path(COLLECTION).asText(),
              message.path(AFTER).asText()));
    } catch (InvalidSyntaxException e) {
      throw new InvalidEventException("a rebuild of " + message.path(DID), e);
    } catch (IllegalArgumentException e) {
      throw new InvalidEventException("a rebuild in phase " + message.path(PHASE), e);
    }
  }

  static Message encode(RebuildStep step) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("task", MaintenanceTask.REBUILD);
    put(message, step);
    return new Message(Topic.MAINTENANCE, ByteString.copyFromUtf8(message.toString()), Map.of());
  }

  /** Adds what {@link #decode} reads. */
  static void put(ObjectNode message, RebuildStep step) {
    message.put(ALL, step.all());
    message.put(DID, step.did().value());
    message.put(PHASE, step.phase().name().toLowerCase(Locale.ROOT));
    message.put(COLLECTION, step.collection());
    message.put(AFTER, step.after());
  }
}
