package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An object's metadata.
 *
 * @param md5Hash base64, null for composed objects
 * @param componentCount how many parts a composed object has, 0 for others
 * @param settings what clients may set: {@link #SETTABLE}
 */
record StoredObject(
    ObjectKey key,
    long generation,
    long metageneration,
    long sizeBytes,
    String crc32c,
    @Nullable String md5Hash,
    int componentCount,
    Instant created,
    Instant updated,
    ObjectNode settings) {

  private static final List<String> SETTABLE =
      List.of(
          "contentType",
          "cacheControl",
          "contentDisposition",
          "contentEncoding",
          "contentLanguage",
          "customTime",
          "metadata");
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US);

  /** Keeps of a client's resource what a client may set; null unsets. */
  static ObjectNode settings(JsonNode resource) {
    ObjectNode settings = Json.object();
    for (String field : SETTABLE) {
      JsonNode value = resource.get(field);
      if (value != null && !value.isNull()) {
        settings.set(field, value.deepCopy());
      }
    }
    if (settings.path("metadata") instanceof ObjectNode metadata) {
      metadata.properties().removeIf(entry -> entry.getValue().isNull());
    }
    return settings;
  }

  /** Settings after a JSON merge patch, the meaning of PATCH. */
  ObjectNode patchedSettings(ObjectNode patch) {
    ObjectNode merged = settings.deepCopy();
    for (String field : SETTABLE) {
      JsonNode value = patch.get(field);
      if (value instanceof ObjectNode entries && merged.get(field) instanceof ObjectNode old) {
        old.setAll(entries);
      } else if (value != null) {
        merged.set(field, value.deepCopy());
      }
    }
    return settings(merged);
  }

  StoredObject withSettings(ObjectNode changed, Instant now) {
    return new StoredObject(
        key,
        generation,
        metageneration + 1,
        sizeBytes,
        crc32c,
        md5Hash,
        componentCount,
        created,
        now,
        changed);
  }

  String contentType() {
    String type = Json.text(settings, "contentType");
    return type == null ? "application/octet-stream" : type;
  }

  /** Cloud Storage's own: generation and metageneration as a protocol buffer, base64. */
  String etag() {
    byte[] bytes = new byte[22];
    int end = varint(bytes, varint(bytes, 0, 0x08, generation), 0x10, metageneration);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, end));
  }

  private static int varint(byte[] bytes, int at, int tag, long value) {
    int position = at;
    bytes[position++] = (byte) tag;
    long rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      bytes[position++] = (byte) (rest | 0x80);
    }
    bytes[position++] = (byte) rest;
    return position;
  }

  /** The XML API's entity tag: the MD5 in hexadecimal where there is one. */
  String httpEtag() {
    return md5Hash == null
        ? "\"-" + etag() + "\""
        : "\"" + HexFormat.of().formatHex(Base64.getDecoder().decode(md5Hash)) + "\"";
  }

  String googHash() {
    return md5Hash == null ? "crc32c=" + crc32c : "crc32c=" + crc32c + ",md5=" + md5Hash;
  }

  String lastModified() {
    return HTTP_DATE.format(ZonedDateTime.ofInstant(updated, ZoneOffset.UTC));
  }

  static String timestamp(Instant instant) {
    return MILLIS.format(ZonedDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  /** The JSON API's resource; {@code origin} is the scheme and authority of its links. */
  ObjectNode resource(String origin) {
    String bucket = key.bucket().value();
    String path = "/storage/v1/b/" + bucket + "/o/" + Uris.encode(key.name());
    ObjectNode json = Json.object();
    json.put("kind", "storage#object")
        .put("id", bucket + "/" + key.name() + "/" + generation)
        .put("selfLink", origin + path)
        .put("mediaLink", origin + "/download" + path + "?generation=" + generation + "&alt=media")
        .put("name", key.name())
        .put("bucket", bucket)
        .put("generation", Long.toString(generation))
        .put("metageneration", Long.toString(metageneration));
    json.setAll(settings.deepCopy());
    json.put("storageClass", "STANDARD").put("size", Long.toString(sizeBytes));
    if (md5Hash != null) {
      json.put("md5Hash", md5Hash);
    }
    json.put("crc32c", crc32c).put("etag", etag());
    if (componentCount > 0) {
      json.put("componentCount", componentCount);
    }
    return json.put("timeCreated", timestamp(created))
        .put("updated", timestamp(updated))
        .put("timeStorageClassUpdated", timestamp(created))
        .put("timeFinalized", timestamp(created));
  }

  ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("bucket", key.bucket().value())
            .put("name", key.name())
            .put("generation", generation)
            .put("metageneration", metageneration)
            .put("size", sizeBytes)
            .put("crc32c", crc32c)
            .put("md5Hash", md5Hash)
            .put("componentCount", componentCount)
            .put("created", created.toString())
            .put("updated", updated.toString());
    json.set("settings", settings);
    return json;
  }

  static StoredObject fromJson(ObjectNode json) {
    return new StoredObject(
        new ObjectKey(
            new BucketName(json.required("bucket").asText()), json.required("name").asText()),
        json.required("generation").asLong(),
        json.required("metageneration").asLong(),
        json.required("size").asLong(),
        json.required("crc32c").asText(),
        Json.text(json, "md5Hash"),
        json.required("componentCount").asInt(),
        Instant.parse(json.required("created").asText()),
        Instant.parse(json.required("updated").asText()),
        settings(json.required("settings")));
  }
}
