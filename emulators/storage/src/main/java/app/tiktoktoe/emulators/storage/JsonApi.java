package app.tiktoktoe.emulators.storage;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JSON API's methods by their paths; nobody has to prove who they are. */
final class JsonApi {
  private static final String BUCKET = "/storage/v1/b/([^/]+)";
  private static final Pattern UPLOAD = Pattern.compile("/upload" + BUCKET + "/o");
  private static final Pattern BUCKETS = Pattern.compile("/storage/v1/b/?");
  private static final Pattern ONE_BUCKET = Pattern.compile(BUCKET);
  private static final Pattern OBJECTS = Pattern.compile(BUCKET + "/o/?");
  private static final Pattern OBJECT = Pattern.compile("(/download)?" + BUCKET + "/o/([^/]+)");
  private static final Pattern COMPOSE = Pattern.compile(BUCKET + "/o/([^/]+)/compose");
  private static final Pattern RESTORE = Pattern.compile(BUCKET + "/o/([^/]+)/restore");
  private static final Pattern BULK_RESTORE = Pattern.compile(BUCKET + "/o/bulkRestore");
  private static final Pattern OPERATION = Pattern.compile(BUCKET + "/operations/([^/]+)");
  private static final Pattern COPY =
      Pattern.compile(BUCKET + "/o/([^/]+)/(rewriteTo|copyTo)/b/([^/]+)/o/([^/]+)");

  private final JsonBuckets buckets;
  private final JsonObjects objects;
  private final Copies copies;
  private final Uploads uploads;
  private final Restores restores;

  JsonApi(
      JsonBuckets buckets, JsonObjects objects, Copies copies, Uploads uploads, Restores restores) {
    this.buckets = buckets;
    this.objects = objects;
    this.copies = copies;
    this.uploads = uploads;
    this.restores = restores;
  }

  /** Answers with refusals as JSON and with the CORS headers this API gives to every origin. */
  Response answerBrowser(Request request) throws IOException {
    if (request.method().equals("OPTIONS")) {
      return Cors.open(request, Response.empty(200));
    }
    try {
      return Cors.open(request, answer(request));
    } catch (RefusedException e) {
      return Cors.open(request, Refusals.json(e));
    }
  }

  Response answer(Request request) throws IOException {
    String path = request.rawPath();
    String method = method(request);
    Matcher upload = UPLOAD.matcher(path);
    if (upload.matches()) {
      return uploads.answer(method, Uris.decode(upload.group(1)), request);
    }
    Matcher bulk = BULK_RESTORE.matcher(path);
    if (bulk.matches() && method.equals("POST")) {
      return restores.bulkRestore(BucketName.parse(Uris.decode(bulk.group(1))), request);
    }
    Matcher object = OBJECT.matcher(path);
    if (object.matches()) {
      ObjectKey key = key(object.group(2), object.group(3));
      boolean media = object.group(1) != null || "media".equals(request.query().get("alt"));
      return media && method.equals("GET")
          ? objects.download(key, request)
          : objects.answer(method, key, request);
    }
    Matcher list = OBJECTS.matcher(path);
    if (list.matches() && method.equals("GET")) {
      BucketName bucket = BucketName.parse(Uris.decode(list.group(1)));
      return "true".equals(request.query().get("softDeleted"))
          ? restores.list(bucket, request)
          : objects.list(bucket, request);
    }
    Matcher compose = COMPOSE.matcher(path);
    if (compose.matches() && method.equals("POST")) {
      return copies.compose(key(compose.group(1), compose.group(2)), request);
    }
    Matcher copy = COPY.matcher(path);
    if (copy.matches() && method.equals("POST")) {
      ObjectKey source = key(copy.group(1), copy.group(2));
      ObjectKey target = key(copy.group(4), copy.group(5));
      return copies.copy(source, target, copy.group(3).equals("rewriteTo"), request);
    }
    Matcher restore = RESTORE.matcher(path);
    if (restore.matches() && method.equals("POST")) {
      return restores.restore(key(restore.group(1), restore.group(2)), request);
    }
    Matcher operation = OPERATION.matcher(path);
    if (operation.matches() && method.equals("GET")) {
      return restores.operation(
          BucketName.parse(Uris.decode(operation.group(1))), Uris.decode(operation.group(2)));
    }
    return bucketMethods(method, path, request);
  }

  private Response bucketMethods(String method, String path, Request request) throws IOException {
    Matcher bucket = ONE_BUCKET.matcher(path);
    if (bucket.matches()) {
      return buckets.answer(method, BucketName.parse(Uris.decode(bucket.group(1))), request);
    }
    if (BUCKETS.matcher(path).matches() && method.equals("GET")) {
      return buckets.list(request);
    }
    if (BUCKETS.matcher(path).matches() && method.equals("POST")) {
      return buckets.insert(request);
    }
    throw RefusedException.unsupported(method + " " + path);
  }

  private static String method(Request request) {
    String override = request.header("X-HTTP-Method-Override");
    return override == null || !request.method().equals("POST")
        ? request.method()
        : override.toUpperCase(Locale.ROOT);
  }

  private static ObjectKey key(String rawBucket, String rawName) {
    return ObjectKey.parse(Uris.decode(rawBucket), Uris.decode(rawName));
  }
}
