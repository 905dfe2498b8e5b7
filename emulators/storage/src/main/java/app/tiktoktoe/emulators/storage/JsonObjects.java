package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The JSON API's methods on objects that exist. */
final class JsonObjects {
  private final BucketStore buckets;
  private final ObjectStore objects;
  private final Downloads downloads;

  JsonObjects(BucketStore buckets, ObjectStore objects, Downloads downloads) {
    this.buckets = buckets;
    this.objects = objects;
    this.downloads = downloads;
  }

  Response answer(String method, ObjectKey key, Request request) throws IOException {
    Long generation = request.query().number("generation");
    Preconditions preconditions = Preconditions.of(request.query());
    return switch (method) {
      case "GET" -> {
        StoredObject object = objects.get(key, generation);
        preconditions.checkRead(object);
        yield shown(request, object);
      }
      case "PATCH" -> {
        ObjectNode patch = Json.parse(request.smallBody());
        yield shown(
            request,
            objects.update(
                key, generation, preconditions, current -> current.patchedSettings(patch)));
      }
      case "PUT" -> {
        ObjectNode settings = StoredObject.settings(Json.parse(request.smallBody()));
        yield shown(request, objects.update(key, generation, preconditions, current -> settings));
      }
      case "DELETE" -> {
        objects.delete(key, generation, preconditions);
        yield Response.empty(204);
      }
      default -> throw RefusedException.unsupported(method + " of an object");
    };
  }

  Response download(ObjectKey key, Request request) throws IOException {
    return downloads.jsonMedia(
        key, request.query().number("generation"), Preconditions.of(request.query()), request);
  }

  Response list(BucketName bucket, Request request) throws IOException {
    buckets.require(bucket);
    Listing listing = Listing.of(request.query());
    Listing.Page page = listing.read(buckets.names(bucket));
    ObjectNode json = Json.object().put("kind", "storage#objects");
    String next = page.nextPageToken();
    if (next != null) {
      json.put("nextPageToken", next);
    }
    if (!page.prefixes().isEmpty()) {
      ArrayNode prefixes = json.putArray("prefixes");
      page.prefixes().forEach(prefixes::add);
    }
    if (!page.items().isEmpty()) {
      ArrayNode items = json.putArray("items");
      page.items().forEach(item -> items.add(item.resource(request.origin())));
    }
    return Response.json(200, json);
  }

  private static Response shown(Request request, StoredObject object) {
    return Response.json(200, object.resource(request.origin())).with("ETag", object.etag());
  }
}
