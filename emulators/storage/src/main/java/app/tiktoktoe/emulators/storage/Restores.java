package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON API's methods on soft-deleted objects. A bulk restore has ended when its first answer is
 * given, which says, as Cloud Storage's does, that it is under way. Thread-safe.
 */
final class Restores {
  private static final Set<String> LISTED_BY =
      Set.of("softDeleted", "prefix", "fields", "alt", "prettyPrint", "projection", "maxResults");

  private final DataDirectory data;
  private final BucketStore buckets;
  private final ObjectStore objects;
  private final SoftDeletes softDeletes;
  private final Generations operationIds;
  private final Map<String, ObjectNode> operations = new ConcurrentHashMap<>();

  Restores(
      DataDirectory data,
      BucketStore buckets,
      ObjectStore objects,
      SoftDeletes softDeletes,
      Generations operationIds) {
    this.data = data;
    this.buckets = buckets;
    this.objects = objects;
    this.softDeletes = softDeletes;
    this.operationIds = operationIds;
  }

  Response list(BucketName bucket, Request request) throws IOException {
    buckets.require(bucket);
    for (Query.Parameter parameter : request.query().parameters()) {
      if (!LISTED_BY.contains(parameter.name())) {
        throw RefusedException.unsupported(parameter.name() + " with softDeleted");
      }
    }
    String prefix = request.query().get("prefix");
    ObjectNode json = Json.object().put("kind", "storage#objects");
    ArrayNode items = json.putArray("items");
    for (SoftDeleted kept : softDeletes.list(bucket)) {
      if (prefix == null || kept.object().key().name().startsWith(prefix)) {
        items.add(kept.resource(request.origin()));
      }
    }
    return Response.json(200, json);
  }

  Response restore(ObjectKey key, Request request) throws IOException {
    requirePolicy(key.bucket());
    long generation = Query.parseNumber("generation", request.query().require("generation"));
    StoredObject restored =
        restore(softDeletes.get(key, generation), Preconditions.of(request.query()));
    return Response.json(200, restored.resource(request.origin()));
  }

  private StoredObject restore(SoftDeleted kept, Preconditions preconditions) throws IOException {
    StoredObject old = kept.object();
    Content content =
        new Content(
            Files.copy(
                data.content(old.generation()),
                Files.createTempFile(data.temp(), "restored", null),
                StandardCopyOption.REPLACE_EXISTING),
            old.sizeBytes(),
            old.crc32c(),
            old.md5Hash());
    return objects.put(old.key(), content, old.settings(), old.componentCount(), preconditions);
  }

  Response bulkRestore(BucketName bucket, Request request) throws IOException {
    requirePolicy(bucket);
    ObjectNode body = Json.parse(request.smallBody());
    if (body.has("matchGlobs") || body.has("createdAfterTime") || body.has("createdBeforeTime")) {
      throw RefusedException.unsupported("matchGlobs, createdAfterTime and createdBeforeTime");
    }
    Instant after = time(body, "softDeletedAfterTime", Instant.MIN);
    Instant before = time(body, "softDeletedBeforeTime", Instant.MAX);
    boolean overwrite = body.path("allowOverwrite").asBoolean(false);
    Set<ObjectKey> seen = new HashSet<>();
    for (SoftDeleted kept : softDeletes.list(bucket)) {
      boolean inWindow = kept.softDelete().isAfter(after) && kept.softDelete().isBefore(before);
      if (inWindow && seen.add(kept.object().key()) && mayWrite(kept.object().key(), overwrite)) {
        restore(kept, Preconditions.NONE);
      }
    }
    return started(bucket, request);
  }

  private boolean mayWrite(ObjectKey key, boolean overwrite) throws IOException {
    return overwrite || objects.find(key) == null;
  }

  private static Instant time(ObjectNode body, String field, Instant otherwise) {
    String text = Json.text(body, field);
    try {
      return text == null ? otherwise : Instant.parse(text);
    } catch (DateTimeException e) {
      throw RefusedException.invalid("Invalid value for " + field + ": " + text);
    }
  }

  private Response started(BucketName bucket, Request request) throws IOException {
    String id = Long.toString(operationIds.next());
    String path = "/storage/v1/b/" + bucket.value() + "/operations/" + id;
    ObjectNode operation =
        Json.object()
            .put("kind", "storage#operation")
            .put("name", "projects/_/buckets/" + bucket.value() + "/operations/" + id)
            .put("selfLink", request.origin() + path);
    ObjectNode ended = operation.deepCopy().put("done", true);
    ended.putObject("response");
    operations.put(bucket.value() + "/" + id, ended);
    return Response.json(200, operation.put("done", false));
  }

  Response operation(BucketName bucket, String id) {
    @Nullable ObjectNode operation = operations.get(bucket.value() + "/" + id);
    if (operation == null) {
      throw new RefusedException(404, "notFound", "NoSuchOperation", "No such operation: " + id);
    }
    return Response.json(200, operation);
  }

  private void requirePolicy(BucketName bucket) throws IOException {
    if (buckets.softDelete(bucket).isZero()) {
      throw new RefusedException(
          400,
          "softDeletePolicyRequired",
          "SoftDeletePolicyRequired",
          "The bucket has no soft delete policy: " + bucket.value());
    }
  }
}
