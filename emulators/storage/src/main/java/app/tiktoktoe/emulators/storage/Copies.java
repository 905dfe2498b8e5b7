package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Objects made of other objects, on the server's side. */
final class Copies {
  private static final int MOST_SOURCES = 32;

  private final DataDirectory data;
  private final ObjectStore objects;

  Copies(DataDirectory data, ObjectStore objects) {
    this.data = data;
    this.objects = objects;
  }

  Response compose(ObjectKey target, Request request) throws IOException {
    ObjectNode body = Json.parse(request.smallBody());
    JsonNode sources = body.path("sourceObjects");
    if (sources.isEmpty() || sources.size() > MOST_SOURCES) {
      throw RefusedException.invalid(
          "The number of source components provided ("
              + sources.size()
              + ") must be from 1 to "
              + MOST_SOURCES);
    }
    if (body.path("deleteSourceObjects").asBoolean(false)) {
      throw RefusedException.unsupported("deleteSourceObjects");
    }
    Preconditions preconditions = Preconditions.of(request.query());
    objects.checkPut(target, preconditions);
    List<ObjectStore.Opened> opened = new ArrayList<>();
    try {
      int components = 0;
      for (JsonNode source : sources) {
        ObjectStore.Opened one = open(target.bucket(), source);
        opened.add(one);
        components += Math.max(1, one.object().componentCount());
      }
      Content content = Content.receive(concatenated(opened), data.temp());
      ObjectNode settings = StoredObject.settings(body.path("destination"));
      return shown(
          request, objects.put(target, content.withoutMd5(), settings, components, preconditions));
    } finally {
      for (ObjectStore.Opened one : opened) {
        one.bytes().close();
      }
    }
  }

  private ObjectStore.Opened open(BucketName bucket, JsonNode source) throws IOException {
    String name = Json.text(source, "name");
    if (name == null) {
      throw new RefusedException(400, "required", "InvalidArgument", "Required: source name");
    }
    ObjectStore.Opened opened =
        objects.open(new ObjectKey(bucket, name), Json.number(source, "generation"));
    try {
      Preconditions.fromJson(source.path("objectPreconditions")).checkWrite(opened.object());
      return opened;
    } catch (RefusedException e) {
      opened.bytes().close();
      throw e;
    }
  }

  private static InputStream concatenated(List<ObjectStore.Opened> opened) {
    List<InputStream> streams = new ArrayList<>();
    opened.forEach(one -> streams.add(Channels.newInputStream(one.bytes())));
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  /** Copies in one step; a rewrite's answer wraps the object's resource. */
  Response copy(ObjectKey source, ObjectKey target, boolean rewrite, Request request)
      throws IOException {
    ObjectNode body = Json.parse(request.smallBody());
    Preconditions preconditions = Preconditions.of(request.query());
    objects.checkPut(target, preconditions);
    ObjectStore.Opened opened = objects.open(source, request.query().number("sourceGeneration"));
    StoredObject copied;
    try (InputStream in = Channels.newInputStream(opened.bytes())) {
      Preconditions.of(request.query(), "ifSource").checkWrite(opened.object());
      Content content = Content.receive(in, data.temp());
      ObjectNode settings =
          body.isEmpty() ? opened.object().settings() : StoredObject.settings(body);
      copied =
          objects.put(
              target,
              opened.object().md5Hash() == null ? content.withoutMd5() : content,
              settings,
              opened.object().componentCount(),
              preconditions);
    }
    return rewrite ? rewritten(request, copied) : shown(request, copied);
  }

  private static Response rewritten(Request request, StoredObject copied) {
    String size = Long.toString(copied.sizeBytes());
    ObjectNode json =
        Json.object()
            .put("kind", "storage#rewriteResponse")
            .put("totalBytesRewritten", size)
            .put("objectSize", size)
            .put("done", true);
    json.set("resource", copied.resource(request.origin()));
    return Response.json(200, json);
  }

  private static Response shown(Request request, StoredObject object) {
    return Response.json(200, object.resource(request.origin()));
  }
}
