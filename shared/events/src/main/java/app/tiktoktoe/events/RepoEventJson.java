package app.tiktoktoe.events;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.events.RecordOperation.Action;
import app.tiktoktoe.events.RepoEvent.AccountEvent;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.RepoEvent.IdentityEvent;
import app.tiktoktoe.events.RepoEvent.SyncEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stored and sent form of a {@link RepoEvent}: JSON with a version. Stateless. */
public final class RepoEventJson {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private RepoEventJson() {}

  /** The event as UTF-8 JSON. */
  public static ByteString encode(RepoEvent event) {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", VERSION);
    json.put("did", event.did().toString());
    json.put("time", event.time().toString());
    switch (event) {
      case CommitEvent commit -> putCommit(json, commit);
      case IdentityEvent identity ->
          json.put("type", "identity").put("handle", identity.handle().toString());
      case AccountEvent account -> json.put("type", "account").put("status", account.status().id());
      case SyncEvent sync -> putSync(json, sync);
    }
    try {
      return ByteString.copyFrom(JSON.writeValueAsBytes(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void putSync(ObjectNode json, SyncEvent sync) {
    json.put("type", "sync");
    json.put("rev", sync.rev().toString());
    json.put("commit", sync.commit().toString());
    if (sync.imported()) {
      json.put("imported", true);
    }
  }

  private static void putCommit(ObjectNode json, CommitEvent commit) {
    json.put("type", "commit");
    json.put("rev", commit.rev().toString());
    json.put("commit", commit.commit().toString());
    commit.tree().since().ifPresent(rev -> json.put("since", rev.toString()));
    commit.tree().dataBefore().ifPresent(root -> json.put("prevData", root.toString()));
    json.put("proof", commit.tree().proof().toByteArray());
    for (RecordOperation operation : commit.operations()) {
      ObjectNode op = json.withArrayProperty("ops").addObject();
      op.put("action", operation.action().name().toLowerCase(Locale.ROOT));
      op.put("collection", operation.collection().toString());
      op.put("rkey", operation.rkey().toString());
      if (operation.cid() != null) {
        op.put("cid", operation.cid().toString());
      }
      if (operation.previous() != null) {
        op.put("prev", operation.previous().toString());
      }
      if (operation.record() != null) {
        op.set("record", operation.record());
      }
    }
  }

  /**
   * Reads what {@link #encode} wrote, in this release or the one before.
   *
   * @throws InvalidEventException when it is neither
   */
  public static RepoEvent decode(ByteString bytes) {
    JsonNode json = tree(bytes.toByteArray());
    try {
      if (json.path("version").asInt() != VERSION) {
        throw new InvalidEventException("version " + json.path("version"));
      }
      Did did = Did.parse(text(json, "did"));
      Instant time = Instant.parse(text(json, "time"));
      return switch (text(json, "type")) {
        case "commit" -> commit(json, did, time);
        case "identity" -> new IdentityEvent(did, Handle.parse(text(json, "handle")), time);
        case "account" -> new AccountEvent(did, AccountStatus.ofId(text(json, "status")), time);
        case "sync" ->
            new SyncEvent(
                did,
                Tid.parse(text(json, "rev")),
                Cid.parse(text(json, "commit")),
                time,
                json.path("imported").asBoolean());
        default -> throw new InvalidEventException("type " + json.path("type"));
      };
    } catch (InvalidEventException e) {
      throw e;
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new InvalidEventException("a field of a repository event", e);
    }
  }

  private static CommitEvent commit(JsonNode json, Did did, Instant time) {
    List<RecordOperation> operations = new ArrayList<>();
    for (JsonNode op : json.path("ops")) {
      operations.add(
          new RecordOperation(
              Action.valueOf(text(op, "action").toUpperCase(Locale.ROOT)),
              Nsid.parse(text(op, "collection")),
              RecordKey.parse(text(op, "rkey")),
              cid(op, "cid"),
              op.get("record") instanceof ObjectNode record ? record : null,
              cid(op, "prev")));
    }
    TreeChange tree =
        new TreeChange(
            Optional.ofNullable(json.has("since") ? Tid.parse(text(json, "since")) : null),
            Optional.ofNullable(cid(json, "prevData")),
            ByteString.copyFrom(Base64.getDecoder().decode(text(json, "proof"))));
    return new CommitEvent(
        did, Tid.parse(text(json, "rev")), Cid.parse(text(json, "commit")), time, operations, tree);
  }

  private static @Nullable Cid cid(JsonNode json, String field) {
    return json.has(field) ? Cid.parse(text(json, field)) : null;
  }

  static JsonNode tree(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new InvalidEventException("not JSON", e);
    }
  }

  static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new InvalidEventException("no " + field);
    }
    return value.textValue();
  }
}
