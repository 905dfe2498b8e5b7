package app.tiktoktoe.functions.maintenance;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.function.Supplier;

/** Objects of a bucket that are to go unless they were written again. Thread-safe. */
record OldObjects(Supplier<Storage> storage, String bucket) {
  /**
   * Deletes at most {@code limit} objects whose names begin with {@code prefix} and that were
   * written before {@code before}. Costs a list operation per thousand objects; deletions are free.
   * Caches may serve what they hold a while longer.
   *
   * @return false when there may be more
   */
  boolean delete(String prefix, Instant before, int limit) {
    Iterable<Blob> objects =
        storage
            .get()
            .list(
                bucket,
                Storage.BlobListOption.prefix(prefix),
                Storage.BlobListOption.fields(
                    Storage.BlobField.NAME,
                    Storage.BlobField.GENERATION,
                    Storage.BlobField.TIME_CREATED))
            .iterateAll();
    int deleted = 0;
    for (Blob object : objects) {
      if (object.getCreateTimeOffsetDateTime().toInstant().isBefore(before)) {
        if (deleted == limit) {
          return false;
        }
        delete(object);
        deleted++;
      }
    }
    return true;
  }

  /** Lists names from {@code after} on, with generations and times, {@code size} at a time. */
  Page<Blob> page(String after, int size) {
    return storage
        .get()
        .list(
            bucket,
            Storage.BlobListOption.startOffset(after),
            Storage.BlobListOption.pageSize(size),
            Storage.BlobListOption.fields(
                Storage.BlobField.NAME,
                Storage.BlobField.GENERATION,
                Storage.BlobField.TIME_CREATED));
  }

  /** Deletes an object as it was listed; one that was written again since stays. */
  void delete(Blob object) {
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
