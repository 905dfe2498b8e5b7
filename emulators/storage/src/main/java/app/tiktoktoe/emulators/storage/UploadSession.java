package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the start of a resumable upload fixed for its end.
 *
 * @param declaredBytes the size the client announced, null for none
 * @param bounds which sizes are permitted
 * @param origin the browser's origin that started it and may go on, null for none
 * @param finished the object it became, null while it is open
 */
record UploadSession(
    ObjectKey key,
    ObjectNode settings,
    Preconditions preconditions,
    ExpectedHashes hashes,
    @Nullable Long declaredBytes,
    SizeBounds bounds,
    @Nullable String origin,
    Instant started,
    @Nullable StoredObject finished) {

  UploadSession finishedAs(StoredObject object) {
    return new UploadSession(
        key, settings, preconditions, hashes, declaredBytes, bounds, origin, started, object);
  }

  ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("bucket", key.bucket().value())
            .put("name", key.name())
            .put("declaredBytes", declaredBytes)
            .put("least", bounds.least())
            .put("most", bounds.most())
            .put("origin", origin)
            .put("started", started.toString());
    json.set("settings", settings);
    json.set("preconditions", preconditions.toJson());
    json.set("hashes", hashes.toJson());
    if (finished != null) {
      json.set("finished", finished.toJson());
    }
    return json;
  }

  static UploadSession fromJson(ObjectNode json) {
    return new UploadSession(
        new ObjectKey(
            new BucketName(json.required("bucket").asText()), json.required("name").asText()),
        StoredObject.settings(json.required("settings")),
        Preconditions.fromJson(json.required("preconditions")),
        ExpectedHashes.fromJson(json.required("hashes")),
        Json.number(json, "declaredBytes"),
        new SizeBounds(json.required("least").asLong(), json.required("most").asLong()),
        Json.text(json, "origin"),
        Instant.parse(json.required("started").asText()),
        json.get("finished") instanceof ObjectNode object ? StoredObject.fromJson(object) : null);
  }
}
