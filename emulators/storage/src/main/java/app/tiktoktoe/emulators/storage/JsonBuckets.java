package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The JSON API's bucket methods. */
final class JsonBuckets {
  private final BucketStore buckets;

  JsonBuckets(BucketStore buckets) {
    this.buckets = buckets;
  }

  Response answer(String method, BucketName name, Request request) throws IOException {
    return switch (method) {
      case "GET" -> shown(request, buckets.get(name));
      case "PATCH" -> shown(request, buckets.patch(name, Json.parse(request.smallBody())));
      case "DELETE" -> {
        buckets.delete(name);
        yield Response.empty(204);
      }
      default -> throw RefusedException.unsupported(method + " of a bucket");
    };
  }

  Response insert(Request request) throws IOException {
    ObjectNode settings = Json.parse(request.smallBody());
    String name = Json.text(settings, "name");
    if (name == null) {
      throw new RefusedException(400, "required", "InvalidArgument", "Required");
    }
    return shown(request, buckets.create(BucketName.parse(name), settings));
  }

  Response list(Request request) throws IOException {
    String prefix = request.query().get("prefix");
    ObjectNode json = Json.object().put("kind", "storage#buckets");
    ArrayNode items = json.putArray("items");
    for (BucketName name : buckets.list()) {
      if (prefix == null || name.value().startsWith(prefix)) {
        items.add(linked(request, buckets.get(name)));
      }
    }
    return Response.json(200, json);
  }

  private static Response shown(Request request, ObjectNode bucket) {
    return Response.json(200, linked(request, bucket));
  }

  private static ObjectNode linked(Request request, ObjectNode bucket) {
    return bucket.put(
        "selfLink", request.origin() + "/storage/v1/b/" + bucket.required("name").asText());
  }
}
