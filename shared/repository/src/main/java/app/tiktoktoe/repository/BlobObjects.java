package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The bytes of blobs in a Cloud Storage bucket, {@code {did}/{cid}}. An object under its final name
 * is complete. Thread-safe.
 */
public final class BlobObjects {
  private static final int CHUNK_BYTES = 1024 * 1024;

  private final Storage storage;
  private final String bucket;
  private final Supplier<UUID> temporaryNames;

  /**
   * On {@code bucket}.
   *
   * @param temporaryNames names uploads that are under way, each once
   */
  public BlobObjects(Storage storage, String bucket, Supplier<UUID> temporaryNames) {
    this.storage = storage;
    this.bucket = bucket;
    this.temporaryNames = temporaryNames;
  }

  /** The object of a blob. */
  public static String name(Did did, Cid cid) {
    return folderOf(did) + cid;
  }

  /** What the names of all of an account's objects begin with. */
  public static String folderOf(Did did) {
    return did + "/";
  }

  /** The address of a blob's object. */
  public BlobId id(Did did, Cid cid) {
    return BlobId.of(bucket, name(did, cid));
  }

  BlobUpload write(Did did, InputStream in, String mimeType, long limitBytes) throws IOException {
    byte[] first = in.readNBytes((int) Math.min(CHUNK_BYTES, limitBytes + 1));
    if (first.length > limitBytes) {
      return new BlobUpload.TooLarge(limitBytes);
    }
    return first.length < CHUNK_BYTES
        ? writeWhole(did, first, mimeType)
        : writeStream(did, first, in, mimeType, limitBytes);
  }

  private BlobUpload writeWhole(Did did, byte[] bytes, String mimeType) {
    Cid cid = Cid.ofRaw(bytes);
    storage.create(info(id(did, cid), mimeType), bytes);
    return new BlobUpload.Stored(cid, mimeType, bytes.length);
  }

  /** The name follows from the last byte, so a stream is written first and named afterwards. */
  private BlobUpload writeStream(
      Did did, byte[] first, InputStream in, String mimeType, long limitBytes) throws IOException {
    BlobId temporary = BlobId.of(bucket, did + "/.upload-" + temporaryNames.get());
    MessageDigest digest = Sha256.newDigest();
    long size = 0;
    try {
      try (WriteChannel out = storage.writer(info(temporary, mimeType))) {
        out.setChunkSize(CHUNK_BYTES);
        for (byte[] part = first; part.length > 0; part = in.readNBytes(CHUNK_BYTES)) {
          size += part.length;
          if (size > limitBytes) {
            break;
          }
          digest.update(part);
          write(out, part);
        }
      }
      if (size > limitBytes) {
        return new BlobUpload.TooLarge(limitBytes);
      }
      Cid cid = Cid.ofRawDigest(digest.digest());
      storage.copy(Storage.CopyRequest.of(temporary, id(did, cid))).getResult();
      return new BlobUpload.Stored(cid, mimeType, size);
    } finally {
      storage.delete(temporary);
    }
  }

  private static void write(WriteChannel out, byte[] part) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(part);
    while (rest.hasRemaining()) {
      out.write(rest);
    }
  }

  private static BlobInfo info(BlobId id, String mimeType) {
    return BlobInfo.newBuilder(id).setContentType(mimeType).build();
  }

  /** One writing of an object; writing it again makes another. */
  record Version(long generation, Instant createdAt) {}

  /** The object of a blob as it is; empty when there is none. */
  Optional<Version> version(Did did, Cid cid) {
    return Optional.ofNullable(
            storage.get(
                id(did, cid),
                Storage.BlobGetOption.fields(
                    Storage.BlobField.GENERATION, Storage.BlobField.TIME_CREATED)))
        .map(
            object ->
                new Version(
                    object.getGeneration(), object.getCreateTimeOffsetDateTime().toInstant()));
  }

  /** Deletes the object of a blob, unless it has been written again or is gone. */
  void delete(Did did, Cid cid, long generation) {
    if (generation == 0) {
      return;
    }
    try {
      storage.delete(id(did, cid), Storage.BlobSourceOption.generationMatch(generation));
    } catch (StorageException e) {
      if (e.getCode() != HttpURLConnection.HTTP_PRECON_FAILED) {
        throw e;
      }
    }
  }

  /** All bytes of a blob; empty when it is not there or has more than {@code limitBytes}. */
  public Optional<byte[]> readSmall(Did did, Cid cid, int limitBytes) {
    Blob object = storage.get(id(did, cid));
    return object == null || object.getSize() > limitBytes
        ? Optional.empty()
        : Optional.of(
            storage.readAllBytes(
                object.getBlobId(),
                Storage.BlobSourceOption.generationMatch(object.getGeneration())));
  }

  /** The bytes of a blob; the caller closes them. */
  public InputStream read(Did did, Cid cid) {
    ReadChannel channel = storage.reader(id(did, cid));
    channel.setChunkSize(CHUNK_BYTES);
    return Channels.newInputStream(channel);
  }

  /** So many of the bytes of a blob, from {@code offset} on; the caller closes them. */
  public InputStream read(Did did, Cid cid, long offset, long length) throws IOException {
    ReadChannel channel = storage.reader(id(did, cid));
    channel.setChunkSize((int) Math.min(CHUNK_BYTES, length));
    channel.seek(offset);
    channel.limit(offset + length);
    return Channels.newInputStream(channel);
  }

  /**
   * An address that serves a blob to anybody for {@code valid}, as a download of its media type.
   * The storage client's credentials must be able to sign.
   */
  public URI signedAddress(Did did, Cid cid, String mimeType, Duration valid) {
    BlobInfo object = BlobInfo.newBuilder(id(did, cid)).build();
    Map<String, String> overrides =
        Map.of(
            "response-content-type",
            mimeType,
            "response-content-disposition",
            "attachment; filename=\"" + cid + "\"");
    return URI.create(
        storage
            .signUrl(
                object,
                valid.toSeconds(),
                TimeUnit.SECONDS,
                Storage.SignUrlOption.withV4Signature(),
                Storage.SignUrlOption.withQueryParams(overrides))
            .toString());
  }
}
