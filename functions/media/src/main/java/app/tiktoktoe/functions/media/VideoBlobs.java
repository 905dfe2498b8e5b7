package app.tiktoktoe.functions.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.BlobObjects;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The bucket of the accounts' blobs. Thread-safe. */
final class VideoBlobs {
  private static final int BUFFER_BYTES = 1024 * 1024;

  private final Supplier<Storage> storage;
  private final String bucket;

  VideoBlobs(Supplier<Storage> storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /** Stores the bytes of a blob. */
  void store(Did did, Cid cid, String mimeType, Path file) throws IOException {
    BlobInfo info =
        BlobInfo.newBuilder(bucket, BlobObjects.name(did, cid)).setContentType(mimeType).build();
    storage.get().createFrom(info, file, BUFFER_BYTES);
  }
}
