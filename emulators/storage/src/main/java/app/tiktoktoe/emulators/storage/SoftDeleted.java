package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * An object's generation that was deleted or replaced and can be restored.
 *
 * @param hardDelete when it is gone for good
 */
record SoftDeleted(StoredObject object, Instant softDelete, Instant hardDelete) {
  ObjectNode resource(String origin) {
    return object
        .resource(origin)
        .put("softDeleteTime", StoredObject.timestamp(softDelete))
        .put("hardDeleteTime", StoredObject.timestamp(hardDelete));
  }

  ObjectNode toJson() {
    return object
        .toJson()
        .put("softDelete", softDelete.toString())
        .put("hardDelete", hardDelete.toString());
  }

  static SoftDeleted fromJson(ObjectNode json) {
    return new SoftDeleted(
        StoredObject.fromJson(json),
        Instant.parse(json.required("softDelete").asText()),
        Instant.parse(json.required("hardDelete").asText()));
  }
}
