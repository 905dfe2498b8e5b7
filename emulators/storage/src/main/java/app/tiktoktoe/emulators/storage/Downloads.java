package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Bytes of objects over HTTP, whole or in part, for both APIs. */
final class Downloads {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ObjectStore objects;
  private final BucketStore buckets;

  Downloads(ObjectStore objects, BucketStore buckets) {
    this.objects = objects;
    this.buckets = buckets;
  }

  /** The JSON API's {@code alt=media}. */
  Response jsonMedia(
      ObjectKey key, @Nullable Long generation, Preconditions preconditions, Request request)
      throws IOException {
    ObjectStore.Opened opened = objects.open(key, generation);
    return answer(opened, preconditions, request, opened.object().etag());
  }

  /** The XML API's GET, also conditional on entity tags. */
  Response xmlMedia(
      ObjectKey key, @Nullable Long generation, Preconditions preconditions, Request request)
      throws IOException {
    ObjectStore.Opened opened = objects.open(key, generation);
    return answer(opened, preconditions, request, opened.object().httpEtag());
  }

  private Response answer(
      ObjectStore.Opened opened, Preconditions preconditions, Request request, String etag)
      throws IOException {
    boolean handedOn = false;
    try {
      preconditions.checkRead(opened.object());
      Response response = conditional(opened, request, etag);
      handedOn = response.body() instanceof FileBody;
      return response;
    } finally {
      if (!handedOn) {
        opened.bytes().close();
      }
    }
  }

  private Response conditional(ObjectStore.Opened opened, Request request, String etag)
      throws IOException {
    String match = request.header("If-Match");
    if (match != null && !lists(match, etag)) {
      throw RefusedException.preconditionFailed();
    }
    Headers headers = describe(opened.object(), etag);
    String noneMatch = request.header("If-None-Match");
    boolean unchanged =
        noneMatch == null
            ? opened.object().lastModified().equals(request.header("If-Modified-Since"))
            : lists(noneMatch, etag);
    if (unchanged) {
      return new Response(304, headers, Response.empty(304).body());
    }
    if (isInflated(opened.object(), request)) {
      headers.set("Warning", "214 UploadServer gunzipped");
      return new Response(200, headers, new FileBody(opened.bytes(), 0, -1));
    }
    headers.set("Accept-Ranges", "bytes");
    String encoding = Json.text(opened.object().settings(), "contentEncoding");
    if (encoding != null && !encoding.isEmpty()) {
      headers.set("Content-Encoding", encoding);
    }
    return ranged(opened, request, etag, headers);
  }

  private static Response ranged(
      ObjectStore.Opened opened, Request request, String etag, Headers headers) {
    long size = opened.object().sizeBytes();
    String ifRange = request.header("If-Range");
    boolean whole =
        ifRange != null && !ifRange.equals(etag) && !ifRange.equals(opened.object().lastModified());
    ByteRange range = whole ? null : ByteRange.parse(request.header("Range"), size);
    if (range == null) {
      return new Response(200, headers, new FileBody(opened.bytes(), 0, size));
    }
    if (range.isEmpty()) {
      return Response.text(
              416,
              "application/xml; charset=UTF-8",
              "<?xml version='1.0' encoding='UTF-8'?><Error><Code>InvalidRange</Code><Message>The"
                  + " requested range cannot be satisfied.</Message></Error>")
          .with("Content-Range", "bytes */" + size);
    }
    headers.set("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size);
    return new Response(206, headers, new FileBody(opened.bytes(), range.first(), range.length()));
  }

  /** Decompressive transcoding: gzip is undone for those who did not say they can. */
  private static boolean isInflated(StoredObject object, Request request) {
    String accepts = request.header("Accept-Encoding");
    String control = Json.text(object.settings(), "cacheControl");
    return "gzip".equalsIgnoreCase(Json.text(object.settings(), "contentEncoding"))
        && (accepts == null || !accepts.toLowerCase(Locale.ROOT).contains("gzip"))
        && (control == null || !control.contains("no-transform"));
  }

  private static boolean lists(String tags, String etag) {
    for (String tag : tags.split(",", -1)) {
      String one = tag.strip();
      if (one.equals("*") || one.equals(etag) || one.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }

  private Headers describe(StoredObject object, String etag) {
    Headers headers = new Headers();
    headers.set("Content-Type", object.contentType());
    headers.set("ETag", etag);
    headers.set("Last-Modified", object.lastModified());
    headers.set("X-Goog-Generation", Long.toString(object.generation()));
    headers.set("X-Goog-Metageneration", Long.toString(object.metageneration()));
    headers.set("X-Goog-Hash", object.googHash());
    headers.set("X-Goog-Storage-Class", "STANDARD");
    headers.set("X-Goog-Stored-Content-Length", Long.toString(object.sizeBytes()));
    String encoding = Json.text(object.settings(), "contentEncoding");
    headers.set("X-Goog-Stored-Content-Encoding", encoding == null ? "identity" : encoding);
    String unset =
        buckets.publicRead(object.key().bucket()) ? "public, max-age=3600" : "private, max-age=0";
    String control = Json.text(object.settings(), "cacheControl");
    headers.set("Cache-Control", control == null ? unset : control);
    copy(object, "contentDisposition", headers, "Content-Disposition");
    copy(object, "contentLanguage", headers, "Content-Language");
    for (Map.Entry<String, JsonNode> entry : object.settings().path("metadata").properties()) {
      headers.set("X-Goog-Meta-" + entry.getKey(), entry.getValue().asText());
    }
    return headers;
  }

  private static void copy(StoredObject object, String field, Headers headers, String name) {
    String value = Json.text(object.settings(), field);
    if (value != null) {
      headers.set(name, value);
    }
  }

  /** A part of a file; a negative length stands for the whole file, inflated. */
  private record FileBody(FileChannel bytes, long offset, long length) implements Response.Body {

    @Override
    public void writeTo(OutputStream out) throws IOException {
      if (length < 0) {
        try (InputStream in = new GZIPInputStream(Channels.newInputStream(bytes), BUFFER_BYTES)) {
          in.transferTo(out);
        }
        return;
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, Math.max(1, length)));
      for (long done = 0; done < length; ) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
        int n = bytes.read(buffer, offset + done);
        if (n < 0) {
          throw new IOException("the content is shorter than its metadata says");
        }
        out.write(buffer.array(), 0, n);
        done += n;
      }
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }
}
