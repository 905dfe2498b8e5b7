package app.tiktoktoe.media;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The bucket of media: moves objects to where no reader's path leads, and back. Thread-safe, also
 * across instances: an object is copied before it goes, and goes only as it was when it was copied,
 * so of two moves against each other one is left.
 */
public final class WithheldObjects {
  /** Moves at once: what makes a video of two minutes take less than a second. */
  private static final int AT_ONCE = 32;

  /** Videos whose playlists are withheld before anything else is. */
  private static final int PLAYLISTS = 1_000;

  private static final String LIST = ".m3u8";
  private static final String PLAYLIST = "playlist.m3u8";

  private final Supplier<Storage> storage;
  private final String bucket;

  /** On {@code bucket}. */
  public WithheldObjects(Supplier<Storage> storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /** Withholds the playlists that so many of an account's videos begin with. */
  void withholdPlaylists(Did did) {
    List<BlobId> playlists = new ArrayList<>();
    storage
        .get()
        .list(
            bucket,
            Storage.BlobListOption.prefix(ServedVideo.folderOf(did)),
            Storage.BlobListOption.currentDirectory(),
            Storage.BlobListOption.pageSize(PLAYLISTS))
        .getValues()
        .forEach(folder -> playlists.add(BlobId.of(bucket, folder.getName() + PLAYLIST)));
    forEach(playlists, this::withholdAsItIs);
  }

  private void withholdAsItIs(BlobId name) {
    Blob object = storage.get().get(name);
    if (object != null) {
      move(object.getBlobId(), ServedVideo.WITHHELD + name.getName());
    }
  }

  /**
   * Withholds objects of a folder that is served, playlists first: nothing begins to play that ends
   * in the middle. False when there may be more.
   */
  boolean withhold(String folder, int limit) {
    List<BlobId> found = list(folder, limit, name -> true);
    Map<Boolean, List<BlobId>> byKind =
        found.stream()
            .limit(limit)
            .collect(Collectors.partitioningBy(object -> object.getName().endsWith(LIST)));
    for (boolean isList : List.of(true, false)) {
      forEach(
          Objects.requireNonNull(byKind.get(isList)),
          object -> move(object, ServedVideo.WITHHELD + object.getName()));
    }
    return found.size() <= limit;
  }

  /** Gives back objects of a withheld folder; false when there may be more. */
  boolean giveBack(String folder, int limit, Predicate<String> isToBeGivenBack) {
    List<BlobId> found = list(folder, limit, isToBeGivenBack);
    forEach(
        found.subList(0, Math.min(limit, found.size())),
        object -> move(object, object.getName().substring(ServedVideo.WITHHELD.length())));
    return found.size() <= limit;
  }

  /** Deletes objects of a folder; false when there may be more. */
  boolean delete(String folder, int limit) {
    List<BlobId> found = list(folder, limit, name -> true);
    forEach(found.subList(0, Math.min(limit, found.size())), this::deleteAsItIs);
    return found.size() <= limit;
  }

  /** One more than {@code limit} at most. */
  private List<BlobId> list(String folder, int limit, Predicate<String> isMeant) {
    List<BlobId> found = new ArrayList<>();
    Iterable<Blob> all =
        storage
            .get()
            .list(
                bucket,
                Storage.BlobListOption.prefix(folder),
                Storage.BlobListOption.fields(Storage.BlobField.NAME, Storage.BlobField.GENERATION))
            .iterateAll();
    for (Blob object : all) {
      if (isMeant.test(object.getName())) {
        found.add(object.getBlobId());
      }
      if (found.size() > limit) {
        break;
      }
    }
    return found;
  }

  private void move(BlobId object, String name) {
    try {
      storage.get().copy(Storage.CopyRequest.of(object, BlobId.of(bucket, name))).getResult();
    } catch (StorageException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return;
      }
      throw e;
    }
    deleteAsItIs(object);
  }

  private void deleteAsItIs(BlobId object) {
    try {
      storage
          .get()
          .delete(object, Storage.BlobSourceOption.generationMatch(object.getGeneration()));
    } catch (StorageException e) {
      if (e.getCode() != HttpURLConnection.HTTP_PRECON_FAILED) {
        throw e;
      }
    }
  }

  private static void forEach(List<BlobId> objects, Consumer<BlobId> action) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<?>> moves = new ArrayList<>();
      objects.forEach(object -> moves.add(threads.submit(() -> action.accept(object))));
      for (Future<?> move : moves) {
        move.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("an object was not moved", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
