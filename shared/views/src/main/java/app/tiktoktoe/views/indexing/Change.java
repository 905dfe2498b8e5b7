package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.AtDatetime;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RecordOperation.Action;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.Actor;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a commit did to one record.
 *
 * @param actor whose record it is
 * @param rev the commit's revision
 * @param time when the commit was accepted
 */
record Change(Actor actor, Tid rev, Instant time, RecordOperation operation) {
  static final Duration TOMBSTONE_KEPT = Duration.ofDays(14);

  Did did() {
    return actor.did();
  }

  String rkey() {
    return operation.rkey().value();
  }

  AtUri uri() {
    return operation.uri(did());
  }

  boolean isDelete() {
    return operation.action() == Action.DELETE;
  }

  /** The record's value; empty for a delete. */
  Optional<ObjectNode> value() {
    return Optional.ofNullable(operation.record());
  }

  /** What the record says of its time, or the time of the commit when that is no time. */
  Instant createdAt() {
    String text = value().map(record -> record.path("createdAt").asText()).orElse("");
    return AtDatetime.isValid(text) ? AtDatetime.parse(text) : time;
  }

  /** When the tombstone of a delete goes. */
  Timestamp expireAt() {
    return Fields.timestamp(time.plus(TOMBSTONE_KEPT));
  }
}
