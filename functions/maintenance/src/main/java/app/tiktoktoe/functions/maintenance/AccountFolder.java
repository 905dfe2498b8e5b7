package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a bucket has of an account, under names that begin with it. Thread-safe.
 *
 * @param prefix what the names of an account's objects begin with
 */
record AccountFolder(Supplier<Storage> storage, String bucket, Function<Did, String> prefix) {
  /**
   * Deletes at most {@code limit} objects that were written before {@code before}. Costs a list
   * operation per thousand objects; deletions are free.
   *
   * @return false when there may be more
   */
  boolean delete(Did did, Instant before, int limit) {
    Iterable<Blob> objects =
        storage
            .get()
            .list(
                bucket,
                Storage.BlobListOption.prefix(prefix.apply(did)),
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
