package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects at {@code /BUCKET/OBJECT}: by signed URL, by the URL of an upload session, or unsigned
 * where the bucket is public.
 */
final class XmlApi {
  private static final Map<String, String> SETTING_HEADERS =
      Map.of(
          "Content-Type", "contentType",
          "Cache-Control", "cacheControl",
          "Content-Disposition", "contentDisposition",
          "Content-Encoding", "contentEncoding",
          "Content-Language", "contentLanguage");
  private static final String META = "x-goog-meta-";

  private final DataDirectory data;
  private final BucketStore buckets;
  private final ObjectStore objects;
  private final Downloads downloads;
  private final ResumableUploads resumable;
  private final SignedUrls signatures;

  XmlApi(
      DataDirectory data,
      BucketStore buckets,
      ObjectStore objects,
      Downloads downloads,
      ResumableUploads resumable,
      SignedUrls signatures) {
    this.data = data;
    this.buckets = buckets;
    this.objects = objects;
    this.downloads = downloads;
    this.resumable = resumable;
    this.signatures = signatures;
  }

  Response answer(Request request) throws IOException {
    try {
      ObjectKey key = key(request);
      return request.method().equals("OPTIONS")
          ? shared(key, request, Response.empty(200))
          : answerShared(key, request);
    } catch (RefusedException e) {
      return Refusals.xml(e);
    }
  }

  private Response answerShared(ObjectKey key, Request request) throws IOException {
    try {
      return shared(key, request, answer(key, request));
    } catch (RefusedException e) {
      return shared(key, request, Refusals.xml(e));
    }
  }

  /** Adds what lets a browser's script read the answer, refusals included. */
  private Response shared(ObjectKey key, Request request, Response response) throws IOException {
    return Cors.byRules(buckets.cors(key.bucket()), sessionOrigin(request), request, response);
  }

  private @Nullable String sessionOrigin(Request request) throws IOException {
    String session = request.query().get("upload_id");
    try {
      return session == null ? null : resumable.load(session).origin();
    } catch (RefusedException e) {
      return null;
    }
  }

  private static ObjectKey key(Request request) {
    String path = request.rawPath();
    int slash = path.indexOf('/', 1);
    if (slash < 0 || slash == path.length() - 1) {
      throw RefusedException.unsupported("the XML API's " + request.method() + " " + path);
    }
    return ObjectKey.parse(
        Uris.decode(path.substring(1, slash)), Uris.decode(path.substring(slash + 1)));
  }

  private Response answer(ObjectKey key, Request request) throws IOException {
    buckets.require(key.bucket());
    String session = request.query().get("upload_id");
    if (session != null) {
      return proceed(session, key, request);
    }
    authorize(key, request);
    Long generation = request.query().number("generation");
    Preconditions preconditions = Preconditions.of(request.headers());
    return switch (request.method()) {
      case "GET", "HEAD" ->
          overridden(downloads.xmlMedia(key, generation, preconditions, request), request);
      case "PUT" -> put(key, preconditions, request);
      case "POST" -> start(key, preconditions, request);
      case "DELETE" -> {
        objects.delete(key, generation, preconditions);
        yield Response.empty(204);
      }
      default -> throw RefusedException.unsupported("the XML API's " + request.method());
    };
  }

  private void authorize(ObjectKey key, Request request) {
    if (SignedUrls.isSigned(request.query())) {
      signatures.check(request);
      return;
    }
    boolean read = request.method().equals("GET") || request.method().equals("HEAD");
    if (!read || !buckets.publicRead(key.bucket())) {
      throw new RefusedException(
          403,
          "forbidden",
          "AccessDenied",
          "Access denied. Anonymous caller does not have access to " + key);
    }
  }

  private static Response overridden(Response response, Request request) {
    for (String header : List.of("Content-Type", "Content-Disposition")) {
      String value = request.query().get("response-" + header.toLowerCase(Locale.ROOT));
      if (value != null && response.status() < 300) {
        response.with(header, value);
      }
    }
    return response;
  }

  private Response put(ObjectKey key, Preconditions preconditions, Request request)
      throws IOException {
    objects.checkPut(key, preconditions);
    SizeBounds bounds = SizeBounds.parse(request.header("x-goog-content-length-range"));
    String length = request.header("Content-Length");
    BoundedBody body =
        new BoundedBody(
            request.body(),
            length == null ? null : Query.parseNumber("Content-Length", length),
            bounds);
    Content content = Content.receive(body, data.temp());
    try {
      bounds.check(content.sizeBytes());
      ExpectedHashes.fromHeaders(request.headers()).check(content);
    } catch (RefusedException e) {
      Files.delete(content.file());
      throw e;
    }
    return described(objects.put(key, content, settings(request.headers()), 0, preconditions));
  }

  private Response start(ObjectKey key, Preconditions preconditions, Request request)
      throws IOException {
    if (!"start".equals(request.header("x-goog-resumable"))) {
      throw RefusedException.unsupported("POST without x-goog-resumable: start");
    }
    String declared = request.header("X-Upload-Content-Length");
    String id =
        resumable.start(
            key,
            settings(request.headers()),
            preconditions,
            ExpectedHashes.NONE,
            declared == null ? null : Query.parseNumber("X-Upload-Content-Length", declared),
            SizeBounds.parse(request.header("x-goog-content-length-range")),
            request.header("Origin"));
    return Response.empty(201)
        .with("Location", request.origin() + request.rawPath() + "?upload_id=" + id);
  }

  private Response proceed(String session, ObjectKey key, Request request) throws IOException {
    if (!resumable.load(session).key().equals(key)) {
      throw RefusedException.noSuchUpload();
    }
    return resumable.answer(request.method(), session, request, XmlApi::described);
  }

  private static Response described(StoredObject object) {
    return Response.empty(200)
        .with("ETag", object.httpEtag())
        .with("X-Goog-Generation", Long.toString(object.generation()))
        .with("X-Goog-Metageneration", Long.toString(object.metageneration()))
        .with("X-Goog-Hash", object.googHash())
        .with("X-Goog-Stored-Content-Encoding", "identity")
        .with("X-Goog-Stored-Content-Length", Long.toString(object.sizeBytes()));
  }

  private static ObjectNode settings(Headers headers) {
    ObjectNode settings = Json.object();
    SETTING_HEADERS.forEach(
        (header, field) -> {
          String value = headers.getFirst(header);
          if (value != null) {
            settings.put(field, value);
          }
        });
    ObjectNode metadata = Json.object();
    headers.forEach(
        (header, values) -> {
          String name = header.toLowerCase(Locale.ROOT);
          if (name.startsWith(META)) {
            metadata.put(name.substring(META.length()), String.join(",", values));
          }
        });
    if (!metadata.isEmpty()) {
      settings.set("metadata", metadata);
    }
    return settings;
  }
}
