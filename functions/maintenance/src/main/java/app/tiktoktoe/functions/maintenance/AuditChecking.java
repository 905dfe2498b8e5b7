package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditAnchors;
import app.tiktoktoe.audit.AuditCheck;
import app.tiktoktoe.audit.AuditCheck.Part;
import app.tiktoktoe.audit.AuditCheck.Step;
import app.tiktoktoe.audit.AuditFault;
import app.tiktoktoe.audit.AuditLog;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.InvalidEventException;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Topic;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks the chain of one account, or those of all in steps of which each asks for the next. What
 * is wrong is told in the log {@code audit}, by account; the ordinary log says how much.
 * Thread-safe.
 */
final class AuditChecking implements Task {
  static final String TASK = "audit-check";

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final AuditCheck check;
  private final AuditLog audit;
  private final AuditAnchors anchors;
  private final OutboxSweep.Publisher publisher;
  private final InstantSource clock;
  private final StructuredLog log;

  AuditChecking(
      AuditCheck check,
      AuditLog audit,
      AuditAnchors anchors,
      OutboxSweep.Publisher publisher,
      InstantSource clock,
      StructuredLog log) {
    this.check = check;
    this.audit = audit;
    this.anchors = anchors;
    this.publisher = publisher;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Does what {@code message} asks for.
   *
   * @throws InvalidEventException when that is neither an account nor all
   * @throws IllegalStateException when the next step cannot be asked for; the message comes back
   */
  @Override
  public void run(JsonNode message) {
    if (Did.isValid(message.path("did").asText())) {
      Did did = Did.parse(message.path("did").asText());
      tell(1, check.account(did, audit, anchors), List.of());
    } else if (message.path("all").asBoolean()) {
      AuditCheck.Found found = check.step(step(message), audit, anchors);
      tell(found.checked(), found.faults(), found.brokenAnchors());
      found.next().ifPresent(this::ask);
    } else {
      throw new InvalidEventException("neither did nor all");
    }
  }

  private static Step step(JsonNode message) {
    String part = message.path("part").asText(Part.CHAINS.name()).toUpperCase(Locale.ROOT);
    try {
      return new Step(Part.valueOf(part), message.path("after").asText());
    } catch (IllegalArgumentException e) {
      throw new InvalidEventException("part", e);
    }
  }

  private void tell(int checked, List<AuditFault> faults, List<Long> brokenAnchors) {
    audit.report(faults, clock.instant());
    boolean isWhole = faults.isEmpty() && brokenAnchors.isEmpty();
    String state = isWhole ? "whole" : "broken";
    if (isWhole) {
      log.info("audit checked", entry -> tell(entry, state, checked, 0, 0));
    } else {
      log.warning(
          "audit checked",
          entry -> tell(entry, state, checked, faults.size(), brokenAnchors.size()));
    }
  }

  private static void tell(
      ObjectNode entry, String state, int checked, int faults, int brokenAnchors) {
    entry.put("state", state).put("checked", checked).put("faults", faults);
    entry.put("brokenAnchors", brokenAnchors);
  }

  private void ask(Step next) {
    String asked =
        JsonNodeFactory.instance
            .objectNode()
            .put("task", TASK)
            .put("all", true)
            .put("part", next.part().name())
            .put("after", next.after())
            .toString();
    Message message = new Message(Topic.MAINTENANCE, ByteString.copyFromUtf8(asked), Map.of());
    if (publisher.publish(List.of(message), DEADLINE) == 0) {
      throw new IllegalStateException("the next step was not accepted");
    }
  }
}
