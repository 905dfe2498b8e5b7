package app.tiktoktoe.functions.media;

import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobFailure;
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

  /**
   * Downloads the original of a job.
   *
   * @throws RefusedVideoException when it is gone, or larger than what was declared: who sends it
   *     straight into the bucket says its size before
   */
  void download(Job job, Path file) throws RefusedVideoException {
    Blob blob = storage.get().get(BlobId.of(bucket, job.original().name()));
    if (blob == null) {
      throw new RefusedVideoException(JobFailure.generic("The upload is gone"));
    }
    if (blob.getSize() > job.sizeBytes()) {
      throw RefusedVideoException.invalid("The upload is larger than was declared");
    }
    blob.downloadTo(file);
  }
}
