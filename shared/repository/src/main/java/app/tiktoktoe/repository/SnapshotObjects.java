package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Snapshots in a Cloud Storage bucket: {@code {did}/{rev}.car}, or {@code .part} while records are
 * missing. An object under such a name is complete and never changes. Thread-safe.
 */
public final class SnapshotObjects {
  private static final String CAR_TYPE = "application/vnd.ipld.car";
  private static final String WHOLE = ".car";
  private static final String PART = ".part";
  private static final int CHUNK_BYTES = 1024 * 1024;
  private static final int CONFLICT = 412;

  /** Somebody may still be about to fetch an older one. */
  private static final Duration KEPT = Duration.ofHours(1);

  private static final Duration ADDRESS_VALID = Duration.ofMinutes(15);

  private final Storage storage;
  private final String bucket;
  private final boolean signs;
  private final Supplier<UUID> temporaryNames;

  /**
   * On {@code bucket}.
   *
   * @param signs whether the credentials can sign addresses; otherwise anybody may read the bucket,
   *     as on a laptop
   * @param temporaryNames names objects that are being written, each once
   */
  public SnapshotObjects(
      Storage storage, String bucket, boolean signs, Supplier<UUID> temporaryNames) {
    this.storage = storage;
    this.bucket = bucket;
    this.signs = signs;
    this.temporaryNames = temporaryNames;
  }

  /** What the names of all of an account's objects begin with. */
  public static String folderOf(Did did) {
    return did + "/";
  }

  /** One that there is. */
  record Stored(BlobId id, Tid rev, boolean isWhole, Instant createdAt) {}

  /** All of an account, the newest first, of one revision a whole one first. */
  List<Stored> list(Did did) {
    List<Stored> found = new ArrayList<>();
    for (Blob blob :
        storage.list(bucket, Storage.BlobListOption.prefix(folderOf(did))).iterateAll()) {
      read(did, blob).ifPresent(found::add);
    }
    found.sort(
        Comparator.comparing(Stored::rev).reversed().thenComparing(stored -> !stored.isWhole()));
    return found;
  }

  private static Optional<Stored> read(Did did, Blob blob) {
    String name = blob.getName().substring(did.toString().length() + 1);
    int dot = name.indexOf('.');
    return dot > 0 && Tid.isValid(name.substring(0, dot))
        ? Optional.of(
            new Stored(
                blob.getBlobId(),
                Tid.parse(name.substring(0, dot)),
                name.endsWith(WHOLE),
                blob.getCreateTimeOffsetDateTime().toInstant()))
        : Optional.empty();
  }

  /** The bytes of one; the caller closes them. */
  InputStream open(Stored snapshot) {
    ReadChannel channel = storage.reader(snapshot.id());
    channel.setChunkSize(CHUNK_BYTES);
    return Channels.newInputStream(channel);
  }

  /** A name that nobody else writes under. */
  BlobId temporary(Did did) {
    return BlobId.of(bucket, did + "/.upload-" + temporaryNames.get());
  }

  WriteChannel write(BlobId temporary) {
    WriteChannel out =
        storage.writer(BlobInfo.newBuilder(temporary).setContentType(CAR_TYPE).build());
    out.setChunkSize(CHUNK_BYTES);
    return out;
  }

  /** Gives what was written its name; somebody else's under that name has the same tree. */
  void publish(BlobId temporary, Did did, Tid rev, boolean isWhole) {
    BlobId target = BlobId.of(bucket, did + "/" + rev + (isWhole ? WHOLE : PART));
    try {
      storage
          .copy(
              Storage.CopyRequest.newBuilder()
                  .setSource(temporary)
                  .setTarget(
                      BlobInfo.newBuilder(target).setContentType(CAR_TYPE).build(),
                      Storage.BlobTargetOption.doesNotExist())
                  .build())
          .getResult();
    } catch (StorageException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
    }
  }

  void delete(BlobId temporary) {
    storage.delete(temporary);
  }

  /** Deletes what is older than the newest whole one and is no longer fetched. */
  void deleteOld(List<Stored> before, Instant now) {
    for (Stored stored : before) {
      if (stored.createdAt().isBefore(now.minus(KEPT))) {
        storage.delete(stored.id());
      }
    }
  }

  /** An address that serves the whole one of a revision to anybody for some minutes. */
  URI address(Did did, Tid rev) {
    String name = did + "/" + rev + WHOLE;
    if (!signs) {
      return URI.create(
          "%s/download/storage/v1/b/%s/o/%s?alt=media"
              .formatted(
                  storage.getOptions().getHost(),
                  bucket,
                  URLEncoder.encode(name, StandardCharsets.UTF_8)));
    }
    return URI.create(
        storage
            .signUrl(
                BlobInfo.newBuilder(bucket, name).build(),
                ADDRESS_VALID.toSeconds(),
                TimeUnit.SECONDS,
                Storage.SignUrlOption.withV4Signature())
            .toString());
  }
}
