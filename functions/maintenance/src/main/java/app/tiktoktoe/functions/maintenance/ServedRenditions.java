package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.ServedVideo;
import app.tiktoktoe.repository.BlobCollector;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.function.Supplier;

/** The bucket that videos play from. Thread-safe. */
final class ServedRenditions implements BlobCollector.Renditions {
  private final Supplier<Storage> storage;
  private final String bucket;

  ServedRenditions(Supplier<Storage> storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /** Caches may serve what they hold a while longer. */
  @Override
  public void delete(Did did, Cid cid, Instant before) {
    Iterable<Blob> objects =
        storage
            .get()
            .list(
                bucket,
                Storage.BlobListOption.prefix(new ServedVideo(did, cid).folder()),
                Storage.BlobListOption.fields(
                    Storage.BlobField.NAME,
                    Storage.BlobField.GENERATION,
                    Storage.BlobField.TIME_CREATED))
            .iterateAll();
    for (Blob object : objects) {
      if (object.getCreateTimeOffsetDateTime().toInstant().isBefore(before)) {
        delete(object);
      }
    }
  }

  /** One that has been written again stays. */
  private void delete(Blob object) {
    try {
      storage
          .get()
          .delete(
              object.getBlobId(), Storage.BlobSourceOption.generationMatch(object.getGeneration()));
    } catch (StorageException e) {
      if (e.getCode() != HttpURLConnection.HTTP_PRECON_FAILED) {
        throw e;
      }
    }
  }
}
