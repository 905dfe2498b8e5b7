package app.tiktoktoe.functions.media;

import app.tiktoktoe.media.UploadObject;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The bucket that originals come from. Thread-safe. */
final class Originals {
  private final Supplier<Storage> storage;
  private final String bucket;

  Originals(Supplier<Storage> storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /** Downloads an original; false when it is gone. */
  boolean download(UploadObject original, Path file) {
    Blob blob = storage.get().get(BlobId.of(bucket, original.name()));
    if (blob == null) {
      return false;
    }
    blob.downloadTo(file);
    return true;
  }
}
