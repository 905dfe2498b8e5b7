package app.tiktoktoe.atproto.plc;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * An operation as a directory keeps it.
 *
 * @param nullified whether a stronger key rewrote history before it
 * @param createdAt when the directory accepted it
 */
public record PlcLogEntry(
    Did did, SignedPlcOperation operation, Cid cid, boolean nullified, Instant createdAt) {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** The same entry after its history was rewritten. */
  public PlcLogEntry asNullified() {
    return new PlcLogEntry(did, operation, cid, true, createdAt);
  }

  /**
   * Reads an element of an audit log.
   *
   * @throws IllegalArgumentException for a missing or malformed field
   */
  public static PlcLogEntry fromJson(JsonNode json) {
    if (!json.path("nullified").isBoolean()) {
      throw new IllegalArgumentException("nullified must be a boolean");
    }
    try {
      return new PlcLogEntry(
          Did.parse(PlcJson.text(json, "did")),
          SignedPlcOperation.fromJson(PlcJson.object(json, "operation")),
          Cid.parse(PlcJson.text(json, "cid")),
          json.path("nullified").booleanValue(),
          Instant.parse(PlcJson.text(json, "createdAt")));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("createdAt must be an instant", e);
    }
  }

  /** The element of an audit log or of an export. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("did", did.value());
    json.set("operation", operation.toJson());
    return json.put("cid", cid.toString())
        .put("nullified", nullified)
        .put("createdAt", MILLISECONDS.format(createdAt));
  }
}
