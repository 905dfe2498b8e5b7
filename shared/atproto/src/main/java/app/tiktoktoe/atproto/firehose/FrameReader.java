package app.tiktoktoe.atproto.firehose;

import app.tiktoktoe.atproto.cbor.CborReader;
import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cbor.JsonForm;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.repo.RepoOp;
import app.tiktoktoe.atproto.syntax.AtDatetime;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Tid;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one frame. */
final class FrameReader {
  private final JsonNode header;
  private final JsonNode payload;

  FrameReader(byte[] frame) {
    if (frame.length > Frame.MAX_BYTES) {
      throw new InvalidDataException("A frame of " + frame.length + " bytes");
    }
    CborReader in = new CborReader(frame);
    this.header = DagCbor.read(in);
    this.payload = DagCbor.read(in);
    in.requireEnd();
  }

  Frame read() {
    try {
      long op = integer(header, "op");
      if (op == 1) {
        return message(text(header, "t"));
      }
      if (op == -1) {
        return new Frame.Failure(text("error"), optionalText(payload, "message"));
      }
      throw new InvalidDataException("A frame of another op than 1 and -1");
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("A frame that is malformed: " + e.getMessage(), e);
    }
  }

  private Frame message(String type) {
    return switch (type) {
      case "#commit" -> sequenced(commit());
      case "#sync" ->
          sequenced(new SyncEvent(did("did"), Tid.parse(text("rev")), bytes("blocks"), time()));
      case "#identity" -> sequenced(identity());
      case "#account" -> sequenced(account());
      case "#info" -> new Frame.Info(text("name"), optionalText(payload, "message"));
      default -> throw new InvalidDataException("A frame of a type that is not known");
    };
  }

  private Frame sequenced(Event event) {
    return new Frame.Sequenced(integer(payload, "seq"), event);
  }

  private Event commit() {
    if (bool("rebase") || bool("tooBig")) {
      throw new InvalidDataException("A commit event that leaves out what it tells of");
    }
    String since = required(payload, "since").isNull() ? null : text("since");
    List<RepoOp> ops = new ArrayList<>();
    required(payload, "ops").forEach(op -> ops.add(op(op)));
    return new CommitEvent(
        did("repo"),
        link(payload, "commit"),
        Tid.parse(text("rev")),
        since == null ? null : Tid.parse(since),
        payload.has("prevData") ? link(payload, "prevData") : null,
        ops,
        bytes("blocks"),
        time());
  }

  private static RepoOp op(JsonNode json) {
    Cid after = required(json, "cid").isNull() ? null : link(json, "cid");
    Cid before = json.has("prev") ? link(json, "prev") : null;
    String action = text(json, "action");
    RepoOp op = new RepoOp(text(json, "path"), before, after);
    if (!op.action().name().toLowerCase(Locale.ROOT).equals(action)) {
      throw new InvalidDataException("An operation whose action and values disagree");
    }
    return op;
  }

  private Event identity() {
    String handle = optionalText(payload, "handle");
    return new IdentityEvent(did("did"), handle == null ? null : Handle.parse(handle), time());
  }

  private Event account() {
    String status = optionalText(payload, "status");
    return new AccountEvent(
        did("did"), bool("active"), status == null ? null : status(status), time());
  }

  private static AccountEvent.Status status(String name) {
    return Arrays.stream(AccountEvent.Status.values())
        .filter(status -> status.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new InvalidDataException("A status that is not known"));
  }

  private Instant time() {
    return AtDatetime.parse(text("time"));
  }

  private Did did(String field) {
    return Did.parse(text(field));
  }

  private String text(String field) {
    return text(payload, field);
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = required(object, field);
    if (!value.isTextual()) {
      throw new InvalidDataException("Not text: " + field);
    }
    return value.textValue();
  }

  private static @Nullable String optionalText(JsonNode object, String field) {
    return object.has(field) ? text(object, field) : null;
  }

  private static long integer(JsonNode object, String field) {
    JsonNode value = required(object, field);
    if (!value.isIntegralNumber()) {
      throw new InvalidDataException("Not an integer: " + field);
    }
    return value.longValue();
  }

  private boolean bool(String field) {
    JsonNode value = required(payload, field);
    if (!value.isBoolean()) {
      throw new InvalidDataException("Not a boolean: " + field);
    }
    return value.booleanValue();
  }

  private byte[] bytes(String field) {
    return JsonForm.bytes(required(payload, field));
  }

  private static Cid link(JsonNode object, String field) {
    return JsonForm.link(required(object, field));
  }

  private static JsonNode required(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null) {
      throw new InvalidDataException("A frame without " + field);
    }
    return value;
  }
}
