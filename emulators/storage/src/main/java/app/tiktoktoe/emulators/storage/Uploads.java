package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** The JSON API's three ways to insert an object. */
final class Uploads {
  private final DataDirectory data;
  private final ObjectStore objects;
  private final ResumableUploads resumable;

  Uploads(DataDirectory data, ObjectStore objects, ResumableUploads resumable) {
    this.data = data;
    this.objects = objects;
    this.resumable = resumable;
  }

  Response answer(String method, String bucket, Request request) throws IOException {
    BucketName name = BucketName.parse(bucket);
    String type = request.query().require("uploadType");
    String session = request.query().get("upload_id");
    if (session != null) {
      return resumable.answer(method, session, request, object -> shown(object, request));
    }
    if (!method.equals("POST")) {
      throw RefusedException.unsupported(method + " of an upload");
    }
    return switch (type) {
      case "media" -> media(name, request);
      case "multipart" -> multipart(name, request);
      case "resumable" -> start(name, request);
      default -> throw RefusedException.invalid("Invalid value for uploadType: " + type);
    };
  }

  private static Response shown(StoredObject object, Request request) {
    return Response.json(200, object.resource(request.origin())).with("ETag", object.etag());
  }

  private Response media(BucketName bucket, Request request) throws IOException {
    ObjectNode resource = Json.object();
    ObjectKey key = key(bucket, resource, request);
    complete(resource, request, request.header("Content-Type"));
    return insert(key, resource, request.plainBody(), request);
  }

  private Response multipart(BucketName bucket, Request request) throws IOException {
    MultipartReader parts =
        new MultipartReader(request.plainBody(), request.header("Content-Type"));
    parts.requirePart();
    byte[] metadata = parts.body().readNBytes(1 << 20);
    ObjectNode resource = Json.parse(metadata);
    Headers media = parts.requirePart();
    ObjectKey key = key(bucket, resource, request);
    complete(resource, request, media.getFirst("Content-Type"));
    return insert(key, resource, parts.body(), request);
  }

  private Response insert(ObjectKey key, ObjectNode resource, InputStream in, Request request)
      throws IOException {
    Preconditions preconditions = Preconditions.of(request.query());
    objects.checkPut(key, preconditions);
    Content content = Content.receive(in, data.temp());
    try {
      ExpectedHashes.fromJson(resource).check(content);
      ExpectedHashes.fromHeaders(request.headers()).check(content);
    } catch (RefusedException e) {
      Files.delete(content.file());
      throw e;
    }
    return shown(
        objects.put(key, content, StoredObject.settings(resource), 0, preconditions), request);
  }

  private Response start(BucketName bucket, Request request) throws IOException {
    ObjectNode resource = Json.parse(request.smallBody());
    ObjectKey key = key(bucket, resource, request);
    complete(resource, request, request.header("X-Upload-Content-Type"));
    String declared = request.header("X-Upload-Content-Length");
    String id =
        resumable.start(
            key,
            StoredObject.settings(resource),
            Preconditions.of(request.query()),
            ExpectedHashes.fromJson(resource),
            declared == null ? null : Query.parseNumber("X-Upload-Content-Length", declared),
            SizeBounds.NONE,
            request.header("Origin"));
    String location =
        request.origin()
            + "/upload/storage/v1/b/"
            + bucket.value()
            + "/o?uploadType=resumable&name="
            + Uris.encode(key.name())
            + "&upload_id="
            + id;
    return Response.empty(200).with("Location", location).with("X-GUploader-UploadID", id);
  }

  private static ObjectKey key(BucketName bucket, ObjectNode resource, Request request) {
    String inQuery = request.query().get("name");
    String name = inQuery == null ? Json.text(resource, "name") : inQuery;
    if (name == null) {
      throw new RefusedException(400, "required", "InvalidArgument", "Required: object name");
    }
    return new ObjectKey(bucket, name);
  }

  private static void complete(ObjectNode resource, Request request, @Nullable String contentType) {
    if (Json.text(resource, "contentType") == null) {
      resource.put("contentType", contentType == null ? "application/octet-stream" : contentType);
    }
    String encoding = request.query().get("contentEncoding");
    if (encoding != null && Json.text(resource, "contentEncoding") == null) {
      resource.put("contentEncoding", encoding);
    }
  }
}
