package app.tiktoktoe.emulators.plc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * An accepted operation.
 *
 * @param createdAt when it was accepted, in whole milliseconds, later than every entry before it
 */
record Entry(String did, Operation operation, String cid, Instant createdAt) {
  /** As JavaScript writes an instant: always with three digits of a second. */
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** The form of audit log and export. */
  ObjectNode json(boolean nullified) {
    ObjectNode operationJson = operation.json();
    ObjectNode json = operationJson.objectNode();
    json.put("did", did);
    json.set("operation", operationJson);
    json.put("cid", cid).put("nullified", nullified).put("createdAt", ISO.format(createdAt));
    return json;
  }
}
