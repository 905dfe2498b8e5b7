package app.tiktoktoe.functions.media;

import app.tiktoktoe.media.UploadObject;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The bucket of what moderators may have to see and nobody else may: {@code {did}/{jobId}/{file}}.
 * Thread-safe.
 */
final class Quarantine {
  private static final int BUFFER_BYTES = 1024 * 1024;
  private static final String ANY_BYTES = "application/octet-stream";

  private final Supplier<Storage> storage;
  private final String bucket;

  Quarantine(Supplier<Storage> storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /** Stores files under their names; again, it leaves the same objects. Returns the folder. */
  String store(UploadObject upload, Map<String, Path> files) throws IOException {
    String folder = upload.name() + "/";
    for (Map.Entry<String, Path> file : files.entrySet()) {
      BlobInfo info =
          BlobInfo.newBuilder(bucket, folder + file.getKey()).setContentType(ANY_BYTES).build();
      storage.get().createFrom(info, file.getValue(), BUFFER_BYTES);
    }
    return folder;
  }
}
